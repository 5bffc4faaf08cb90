package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.source.Provenance;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letters of one step, on the worker: fills the envelope, then applies the payload
 * policy. Serializable, so that a DoFn holds it; got from {@link DeadLetters#factory}.
 */
public final class DeadLetterFactory implements Serializable {

  private static final long serialVersionUID = 1;

  /** The format of a payload that is a Row written as JSON because its bytes were not kept. */
  public static final String ROW_AS_JSON = "row+json";

  private final String pipeline;
  private final String step;
  private final PayloadPolicy policy;
  private final int stackFrames;

  DeadLetterFactory(String pipeline, String step, PayloadPolicy policy, int stackFrames) {
    this.pipeline = pipeline;
    this.step = step;
    this.policy = policy;
    this.stackFrames = stackFrames;
  }

  /** The step whose dead letters these are. */
  public String step() {
    return step;
  }

  /**
   * Of a record that was read: its payload is the bytes it was read from, if its source kept them,
   * else the Row as JSON.
   */
  public DeadLetter ofRow(Row row, Instant eventTime, BoundedWindow window, Failure failure) {
    Provenance source = Provenance.of(row);
    byte[] payload = source == null ? null : source.payload();
    if (source != null && payload != null) {
      return ofBytes(payload, source.payloadFormat(), source, eventTime, window, failure);
    }
    return letter(
        RowJson.toBytesLenient(row),
        ROW_AS_JSON,
        describeFields(row),
        source,
        eventTime,
        window,
        failure);
  }

  /**
   * Of a record that is still bytes.
   *
   * @param payload the bytes; null where they are too many to be carried
   * @param format how they are encoded
   * @param source where they came from; a payload in it is not repeated in the envelope
   * @param eventTime null where it could not be read
   * @param window null where there is none yet
   */
  public DeadLetter ofBytes(
      byte @Nullable [] payload,
      @Nullable String format,
      @Nullable Provenance source,
      @Nullable Instant eventTime,
      @Nullable BoundedWindow window,
      Failure failure) {
    return letter(payload, format, null, source, eventTime, window, failure);
  }

  private DeadLetter letter(
      byte @Nullable [] payload,
      @Nullable String format,
      @Nullable String schema,
      @Nullable Provenance source,
      @Nullable Instant eventTime,
      @Nullable BoundedWindow window,
      Failure failure) {
    Instant now = Instant.now();
    Throwable cause = failure.cause();
    DeadLetter.Builder letter =
        DeadLetter.builder()
            .setId(DeadLetterId.of(step, failure.reason().code(), source, payload, eventTime))
            .setPipeline(pipeline)
            .setStep(step)
            .setReason(failure.reason().code())
            .setMessage(message(failure))
            .setErrorClass(cause == null ? null : cause.getClass().getName())
            .setPayload(payload)
            .setPayloadFormat(payload == null ? null : format)
            .setPayloadSchema(payload == null ? null : schema)
            .setSource(source == null ? null : source.withoutPayload())
            .setEventTime(eventTime)
            .setFailureTime(now)
            .setFirstFailureTime(now)
            .setSeverity(failure.severity().code())
            .setAttempts(failure.attempts())
            .setStackTrace(cause == null || stackFrames == 0 ? null : stackTrace(cause));
    if (window instanceof IntervalWindow interval) {
      letter.setWindowStart(interval.start()).setWindowEnd(interval.end());
    }
    return policy.apply(letter.build());
  }

  private String message(Failure failure) {
    Throwable cause = failure.cause();
    return cause != null && cause.getMessage() != null && policy.keepsLibraryMessages()
        ? failure.message() + " (" + cause.getMessage() + ")"
        : failure.message();
  }

  private String stackTrace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(stackFrames + 1L).collect(Collectors.joining("\n"));
  }

  private static String describeFields(Row row) {
    return Fields.visible(row.getSchema()).getFields().stream()
        .map(field -> field.getName() + " " + field.getType().getTypeName())
        .collect(Collectors.joining(", "));
  }
}
