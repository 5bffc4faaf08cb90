package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;

public class HmacSha256Test {

  private final Random random = new Random(4);

  @Test
  public void samplesOfRfc4231_areTheSame() {
    byte[] key = new byte[20];
    Arrays.fill(key, (byte) 0x0b);
    assertThat(
        hex(new HmacSha256(key).of(bytes("Hi There"))),
        equalTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
    byte[] longKey = new byte[131];
    Arrays.fill(longKey, (byte) 0xaa);
    assertThat(
        hex(
            new HmacSha256(longKey)
                .of(bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
        equalTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
  }

  @Test
  public void allLengths_areAsJavaHasThem() throws Exception {
    for (int keyLength = 1; keyLength < 140; keyLength++) {
      byte[] key = randomBytes(keyLength);
      HmacSha256 hmac = new HmacSha256(key);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (int length = 0; length < 140; length += 1 + random.nextInt(5)) {
        byte[] message = randomBytes(length);
        assertThat(hmac.of(message), equalTo(mac.doFinal(message)));
      }
    }
  }

  @Test
  public void derivedKeys_areOfTheirPurpose() {
    byte[] key = randomBytes(32);
    assertThat(HmacSha256.derive(key, "a"), equalTo(HmacSha256.derive(key, "a")));
    assertThat(HmacSha256.derive(key, "a"), not(equalTo(HmacSha256.derive(key, "b"))));
    assertThat(HmacSha256.derive(key, "a").length, equalTo(64));
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
