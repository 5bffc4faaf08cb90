package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.schema.SchemaText;
import io.summerbeam.sdk.source.Provenance;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
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
   * Makes the payload policy ready; called in the setup of the DoFn that holds this.
   *
   * @throws IllegalStateException if a key of the policy cannot be read
   */
  public void open() {
    policy.open();
  }

  /**
   * Of a record that was read: its payload is the bytes it was read from, if its source kept them,
   * else the Row as JSON, with the Row's schema. Of bytes that were kept, the schema is that of the
   * source. Its key and headers are those that its source kept.
   *
   * @param eventTime a time that is none, the first or the last that Beam has, is left out
   */
  public DeadLetter ofRow(Row row, Instant eventTime, BoundedWindow window, Failure failure) {
    Provenance source = Provenance.of(row);
    byte[] payload = source == null ? null : source.payload();
    Original original =
        source != null && payload != null
            ? Original.of(payload, source.payloadFormat())
            : Original.of(RowJson.toBytesLenient(row), ROW_AS_JSON)
                .withSchema(SchemaText.of(row.getSchema()));
    return of(withSource(original, source), eventTime, window, failure);
  }

  private static Original withSource(Original original, @Nullable Provenance source) {
    return source == null
        ? original
        : original.withSource(source).withKey(source.key()).withHeaders(source.headers());
  }

  /**
   * Of a record that is still bytes, of which no more is known than this: {@link #of} takes more.
   *
   * @param payload the bytes; null where they are too many to be carried
   * @param format how they are encoded
   * @param source where they came from, with the key and the headers; a payload in it is not
   *     repeated in the envelope
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
    return of(withSource(Original.of(payload, format), source), eventTime, window, failure);
  }

  /**
   * Of a record as its source has it. Where it was replayed before, which its headers tell ({@link
   * ReplayHeaders}), its attempts and first failure time go on from there.
   *
   * @param eventTime null where it could not be read; a time that is none, the first or the last
   *     that Beam has, is left out
   * @param window null where there is none yet
   */
  public DeadLetter of(
      Original original,
      @Nullable Instant eventTime,
      @Nullable BoundedWindow window,
      Failure failure) {
    Throwable cause = failure.cause();
    return of(
        original, eventTime, window, failure, cause == null ? null : cause.getClass().getName());
  }

  /** As {@link #of}, where of the exception only the class is known. */
  DeadLetter of(
      Original original,
      @Nullable Instant eventTime,
      @Nullable BoundedWindow window,
      Failure failure,
      @Nullable String errorClass) {
    Instant now = Instant.now();
    Instant time = realTime(eventTime);
    byte[] payload = original.payload();
    Provenance source = original.source();
    String reason = failure.reason().code();
    Instant first = ReplayHeaders.firstFailureTime(original.headers(), now);
    DeadLetter.Builder letter =
        DeadLetter.builder()
            .setId(
                source == null && !policy.keepsAll()
                    ? DeadLetterId.random()
                    : DeadLetterId.of(step, reason, source, payload, time))
            .setPipeline(pipeline)
            .setStep(step)
            .setReason(reason)
            .setMessage(message(failure))
            .setErrorClass(errorClass)
            .setPayload(payload)
            .setPayloadFormat(payload == null ? null : original.format())
            .setPayloadSchema(payload == null ? null : original.schema())
            .setSource(source == null ? null : source.withoutPayload())
            .setKey(original.key())
            .setHeaders(original.headers())
            .setEventTime(time)
            .setFailureTime(now)
            .setFirstFailureTime(first == null ? now : first)
            .setSeverity(failure.severity().code())
            .setAttempts(attempts(original, failure))
            .setStackTrace(stackTrace(failure));
    if (window instanceof IntervalWindow interval) {
      letter.setWindowStart(interval.start()).setWindowEnd(interval.end());
    }
    return policy.apply(letter.build());
  }

  // Anybody can write a header: its number may be the largest there is.
  private static int attempts(Original original, Failure failure) {
    long all = (long) ReplayHeaders.attempts(original.headers()) + failure.attempts();
    return (int) Math.min(all, Integer.MAX_VALUE);
  }

  // Records without a time have Beam's first one; what was grouped in the global window has its
  // last one.
  private static @Nullable Instant realTime(@Nullable Instant time) {
    return time == null
            || !time.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)
            || !time.isBefore(GlobalWindow.INSTANCE.maxTimestamp())
        ? null
        : time;
  }

  private String message(Failure failure) {
    Throwable cause = failure.cause();
    return cause != null && cause.getMessage() != null && policy.keepsAll()
        ? LibraryText.with(failure.message(), cause.getMessage())
        : failure.message();
  }

  private @Nullable String stackTrace(Failure failure) {
    Throwable cause = failure.cause();
    return cause == null || stackFrames == 0
        ? null
        : LibraryText.stackTrace(cause, stackFrames, policy.keepsAll());
  }
}
