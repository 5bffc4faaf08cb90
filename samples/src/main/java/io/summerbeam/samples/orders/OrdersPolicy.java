package io.summerbeam.samples.orders;

import io.summerbeam.runners.Home;
import io.summerbeam.samples.mask.Policies;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** How orders are masked: {@code samples/data/orders/policy.yaml}, and its keys. */
final class OrdersPolicy {

  private static final List<String> KEYS = List.of("pseudonyms", "formats");
  private static final int KEY_BYTES = 32;

  private OrdersPolicy() {}

  static MaskPolicy of(OrdersOptions options) {
    String file = Home.resolve("samples/data/orders/policy.yaml").toString();
    return Policies.withKeys(Policies.load(file), options.getKeys());
  }

  /**
   * Makes keys that are no secret, for people whom there are not.
   *
   * @return what {@code --keys} would have been
   */
  static String makeKeys(RunFolder folder, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder keys = new StringBuilder();
    for (String name : KEYS) {
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      Path file = folder.secret(name + ".key", HexFormat.of().formatHex(key));
      keys.append(keys.isEmpty() ? "" : ",").append(name + "=file:" + file + "#hex");
    }
    return keys.toString();
  }
}
