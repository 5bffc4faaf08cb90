package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** How letters are shown. Without {@code --show-payload}, nothing that the record held is. */
final class Letters {

  /** The columns of {@link #row}. */
  static final List<String> HEADER =
      List.of("id", "failed", "status", "attempts", "reason", "step", "source", "message");

  /** Those of {@link #HEADER} that are aligned to the right. */
  static final Set<Integer> RIGHT = Set.of(3);

  private static final String HIDDEN = "not shown (--show-payload)";

  private Letters() {}

  /** A letter in one line. */
  static List<String> row(StoredLetter stored, boolean withData) {
    DeadLetter letter = stored.letter();
    return List.of(
        letter.id(),
        RowJson.time(letter.failureTime()),
        stored.status().code(),
        String.valueOf(letter.attempts()),
        letter.reason(),
        letter.step(),
        Objects.toString(letter.source(), "-"),
        withData ? letter.message() : letter.ownMessage());
  }

  /** All of a letter, a line for each part. */
  static String text(StoredLetter stored, boolean withData) {
    DeadLetter letter = stored.letter();
    Provenance source = letter.source();
    Columns columns = new Columns(Set.of());
    columns.row(List.of("id", letter.id()));
    columns.row(List.of("status", stored.status().code()));
    columns.row(List.of("pipeline", letter.pipeline()));
    columns.row(List.of("step", letter.step()));
    columns.row(List.of("reason", letter.reason()));
    columns.row(List.of("message", withData ? letter.message() : letter.ownMessage()));
    columns.row(List.of("error class", Objects.toString(letter.errorClass(), "-")));
    columns.row(List.of("severity", letter.severity()));
    columns.row(List.of("source", Objects.toString(source, "-")));
    columns.row(List.of("attempts", String.valueOf(letter.attempts())));
    columns.row(List.of("first failure", RowJson.time(letter.firstFailureTime())));
    columns.row(List.of("failure", RowJson.time(letter.failureTime())));
    columns.row(List.of("event time", time(letter.eventTime())));
    columns.row(List.of("window", window(letter)));
    columns.row(List.of("payload format", Objects.toString(letter.payloadFormat(), "-")));
    columns.row(List.of("payload schema", Objects.toString(letter.payloadSchema(), "-")));
    columns.row(List.of("key", bytes(letter.key(), withData)));
    columns.row(List.of("headers", headers(letter.headers(), withData)));
    columns.row(List.of("payload", bytes(letter.payload(), withData)));
    String trace = letter.stackTrace();
    if (trace == null || !withData) {
      columns.row(List.of("stack trace", trace == null ? "-" : HIDDEN));
      return columns.text();
    }
    StringBuilder text = new StringBuilder(columns.text()).append("stack trace\n");
    trace
        .lines()
        .forEach(line -> text.append("  ").append(Columns.printable(line.strip())).append('\n'));
    return text.toString();
  }

  /** A letter as one JSON object: the envelope, with its status as the first key. */
  static String json(StoredLetter stored, boolean withData) {
    DeadLetter letter = stored.letter();
    DeadLetter shown =
        withData
            ? letter
            : letter.toBuilder()
                .setMessage(letter.ownMessage())
                .setPayload(null)
                .setKey(null)
                .setHeaders(Map.of())
                .setStackTrace(null)
                .build();
    String envelope = new String(DeadLetterJson.toBytes(shown), StandardCharsets.UTF_8);
    return "{\"status\":\"" + stored.status().code() + "\"," + envelope.substring(1);
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "-" : RowJson.time(time);
  }

  private static String window(DeadLetter letter) {
    return letter.windowStart() == null
        ? "-"
        : time(letter.windowStart()) + " to " + time(letter.windowEnd());
  }

  private static String headers(Map<String, String> headers, boolean withData) {
    return headers.isEmpty()
        ? "-"
        : withData ? headers.toString() : Texts.count(headers.size(), "header") + ", " + HIDDEN;
  }

  private static String bytes(byte @Nullable [] bytes, boolean withData) {
    if (bytes == null) {
      return "-";
    }
    if (!withData) {
      return Texts.count(bytes.length, "byte") + ", " + HIDDEN;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "base64: " + Base64.getEncoder().encodeToString(bytes);
    }
  }
}
