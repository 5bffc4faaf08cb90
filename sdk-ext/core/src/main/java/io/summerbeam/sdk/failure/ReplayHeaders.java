package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.json.RowJson;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a replayed record. A source that keeps headers ({@link Original#withHeaders},
 * {@link io.summerbeam.sdk.source.Provenance}) brings them to the dead letter of a second failure,
 * whose attempts and first failure time go on from them.
 */
public final class ReplayHeaders {

  /** The id of the letter that was replayed. */
  public static final String ID = "summerbeam.replay.id";

  /** How many times the record was tried before this replay: 1 or more. */
  public static final String ATTEMPTS = "summerbeam.replay.attempts";

  /** When the record failed for the first time: {@code 2001-01-01T00:00:00Z}. */
  public static final String FIRST_FAILURE_TIME = "summerbeam.replay.first-failure-time";

  private ReplayHeaders() {}

  static Map<String, String> of(DeadLetter letter) {
    return Map.of(
        ID,
        letter.id(),
        ATTEMPTS,
        String.valueOf(letter.attempts()),
        FIRST_FAILURE_TIME,
        RowJson.time(letter.firstFailureTime()));
  }

  /** How many times it was tried before; 0 where the headers do not say so. */
  public static int attempts(Map<String, String> headers) {
    String text = headers.get(ATTEMPTS);
    if (text == null) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      // Anybody can write a header: one that is no number of ours says nothing.
      return 0;
    }
  }

  /** When it failed first; null where the headers do not say so, or say it will be. */
  public static @Nullable Instant firstFailureTime(Map<String, String> headers, Instant now) {
    String text = headers.get(FIRST_FAILURE_TIME);
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.ofEpochMilli(java.time.Instant.parse(text).toEpochMilli());
      // There are times that a store of dead letters has no form for: none of them is ours.
      return time.getMillis() < 0 || time.isAfter(now) ? null : time;
    } catch (java.time.DateTimeException | ArithmeticException e) {
      // As above.
      return null;
    }
  }
}
