package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.json.RowJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Looks for a secret in all that a dead letter holds. */
final class DeadLetterSecrets {

  private DeadLetterSecrets() {}

  /** It is nowhere, neither as it is nor as base64. */
  static void assertNowhere(String secret, DeadLetter letter) {
    // JSON, and the bytes that JSON has as base64.
    String text =
        new String(RowJson.toBytesLenient(letter.toRow()), StandardCharsets.UTF_8)
            + latin1(letter.payload())
            + latin1(letter.key());
    assertThat(text, not(containsString(secret)));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    assertThat(
        text, not(containsString(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))));
  }

  private static String latin1(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
