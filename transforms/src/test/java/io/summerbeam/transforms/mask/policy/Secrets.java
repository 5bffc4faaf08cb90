package io.summerbeam.transforms.mask.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What must be nowhere, in all the forms it may take: as it is, as UTF-16, base64 and hex. */
final class Secrets {

  /** A form of a secret; bytes as characters of the same number. */
  private record Needle(String what, String text) {}

  private final List<Needle> needles = new ArrayList<>();

  /** A text. */
  Secrets add(String secret) {
    needles.add(
        new Needle(
            "'" + secret + "' in UTF-16", latin1(secret.getBytes(StandardCharsets.UTF_16BE))));
    return add("'" + secret + "'", secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes. */
  Secrets add(String what, byte[] secret) {
    needles.add(new Needle(what, latin1(secret)));
    needles.add(new Needle(what + " in hex", HexFormat.of().formatHex(secret)));
    // Its beginning: what follows depends on what is behind the secret.
    String base64 = Base64.getEncoder().encodeToString(secret);
    int sure = secret.length / 3 * 4;
    needles.add(new Needle(what + " in base64", base64.substring(0, sure)));
    needles.add(
        new Needle(
            what + " in base64url", base64.substring(0, sure).replace('+', '-').replace('/', '_')));
    return this;
  }

  /** Which of them are in these bytes, in upper or lower case. */
  List<String> in(byte[] bytes) {
    String text = latin1(bytes);
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    for (Needle each : needles) {
      if (text.contains(each.text()) || lower.contains(each.text().toLowerCase(Locale.ROOT))) {
        found.add(each.what());
      }
    }
    return found;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
