package io.summerbeam.transforms.mask;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.beam.sdk.values.Row;

/** Gives texts pseudonyms that are texts. */
final class PseudonymMask implements ValueMask {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final HmacSha256 hmac;
  private final boolean base64Url;
  private final int length;
  private final byte[] text = new byte[2 * HmacSha256.BYTES];

  PseudonymMask(HmacSha256 hmac, boolean base64Url, int length) {
    this.hmac = hmac;
    this.base64Url = base64Url;
    this.length = length;
  }

  @Override
  public Object apply(Object value, Row record) throws MaskException {
    byte[] hash = hmac.of(TextBytes.of((String) value));
    if (base64Url) {
      BASE64_URL.encode(hash, text);
    } else {
      for (int i = 0; i < hash.length; i++) {
        text[2 * i] = HEX[(hash[i] >> 4) & 0xF];
        text[2 * i + 1] = HEX[hash[i] & 0xF];
      }
    }
    // The one charset of which a String is a copy of the bytes.
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }
}
