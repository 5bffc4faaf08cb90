package io.summerbeam.sdk.testing;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.Reason;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects of a dead letter: which step, why, and which record.
 *
 * @param step the step's name
 * @param reason the code of the reason
 * @param payload the payload as UTF-8 text; null where there is none
 */
public record ExpectedDeadLetter(String step, String reason, @Nullable String payload)
    implements Serializable {

  /** Expects a dead letter with a payload. */
  public static ExpectedDeadLetter of(String step, Reason reason, String payload) {
    return new ExpectedDeadLetter(step, reason.code(), payload);
  }

  static ExpectedDeadLetter describe(DeadLetter letter) {
    byte[] payload = letter.payload();
    return new ExpectedDeadLetter(
        letter.step(),
        letter.reason(),
        payload == null ? null : new String(payload, StandardCharsets.UTF_8));
  }
}
