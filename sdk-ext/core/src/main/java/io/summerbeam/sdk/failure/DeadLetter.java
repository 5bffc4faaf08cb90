package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.source.Provenance;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, with all that is needed to find it, understand the failure
 * and process it again.
 *
 * <p>The envelope has version {@value #VERSION}: fields may be added to it under the same number,
 * and nothing else. {@link #SCHEMA} is its schema, {@link #coder} its coder.
 *
 * <p>The {@link #id} is a hash of step, reason and provenance: the same failure of the same record
 * has the same id when the pipeline runs again, and two records with equal content have different
 * ids. Several rows that were made of one record are told apart where they are numbered ({@link
 * Provenance#withPart}) and their source did not keep the record ({@link Provenance#payload}); else
 * their letters have one id. A record without provenance is told apart by payload and event time;
 * where a {@link PayloadPolicy} does not keep everything, its id is a random one.
 *
 * <p>{@link #toString} shows the id, the step, the reason and the coordinates: never payload, key,
 * headers or message.
 */
@AutoValue
public abstract class DeadLetter {

  /** The version of the envelope. */
  public static final int VERSION = 1;

  /** The envelope as a schema; the order of the fields is that of their first appearance. */
  public static final Schema SCHEMA = DeadLetterRow.SCHEMA;

  /** The id, 32 hexadecimal digits. */
  public abstract String id();

  /** The job's name. */
  public abstract String pipeline();

  /** The step that failed. */
  public abstract String step();

  /** The code of the reason; see {@link Reason}. */
  public abstract String reason();

  /** What was wrong, in words that quote no data. */
  public abstract String message();

  /**
   * The message without what a library said, which may quote the record where the {@link
   * PayloadPolicy} keeps everything: what may be shown to anybody. Where there was an exception and
   * nothing of what it said was kept, a message that ends with a parenthesis is cut where its first
   * one opens: it could be the library's.
   */
  public final String ownMessage() {
    return LibraryText.without(message(), errorClass() != null);
  }

  /** The class of the exception, where there was one. */
  public abstract @Nullable String errorClass();

  /** The record: as it was read where the source kept that, else as JSON. Not to be changed. */
  @SuppressWarnings("mutable") // Copied for each access it would double the cost of a sink.
  public abstract byte @Nullable [] payload();

  /** How the payload is encoded: {@code json}, {@code csv}, ...; null where there is no payload. */
  public abstract @Nullable String payloadFormat();

  /**
   * The schema the payload was to be read with, as text ({@link
   * io.summerbeam.sdk.schema.SchemaText}), or a reference to it; null where only the source knows.
   */
  public abstract @Nullable String payloadSchema();

  /** Where the record came from; its own payload is not repeated here. */
  public abstract @Nullable Provenance source();

  /** The key it had in its source. */
  @SuppressWarnings("mutable") // As for the payload.
  public abstract byte @Nullable [] key();

  /** The headers it had in its source. */
  public abstract Map<String, String> headers();

  /** The record's event time; null where it has none, or where it could not be read. */
  public abstract @Nullable Instant eventTime();

  /** The start of its window; null in the global window. */
  public abstract @Nullable Instant windowStart();

  /** The end of its window, exclusive; null in the global window. */
  public abstract @Nullable Instant windowEnd();

  /** When it failed, by the worker's clock. */
  public abstract Instant failureTime();

  /** When it failed for the first time; equal to the failure time until it is replayed. */
  public abstract Instant firstFailureTime();

  /** Whether it may succeed unchanged: the code of a {@link Severity}. */
  public abstract String severity();

  /** How many times it was tried, replays included; 1 or more. */
  public abstract int attempts();

  /**
   * The classes of the exception and its causes and their innermost frames, where stack traces were
   * asked for.
   */
  public abstract @Nullable String stackTrace();

  /** A builder with an empty set of headers and one attempt. */
  public static Builder builder() {
    return new AutoValue_DeadLetter.Builder()
        .setHeaders(Map.of())
        .setSeverity(Severity.PERMANENT.code())
        .setAttempts(1);
  }

  /** A builder with the values of this one. */
  public abstract Builder toBuilder();

  /** The coder of dead letters; deterministic as far as the headers' order is. */
  public static Coder<DeadLetter> coder() {
    return DeadLetterCoder.of();
  }

  /** The envelope as a Row of {@link #SCHEMA}. */
  public final Row toRow() {
    return DeadLetterRow.toRow(this);
  }

  /** The inverse of {@link #toRow}. */
  public static DeadLetter fromRow(Row row) {
    return DeadLetterRow.fromRow(row);
  }

  @Override
  public final String toString() {
    return "DeadLetter{id="
        + id()
        + ", step="
        + step()
        + ", reason="
        + reason()
        + ", source="
        + source()
        + "}";
  }

  /** Builds a {@link DeadLetter}. */
  @AutoValue.Builder
  public abstract static class Builder {
    /** See {@link DeadLetter#id}. */
    public abstract Builder setId(String id);

    /** See {@link DeadLetter#pipeline}. */
    public abstract Builder setPipeline(String pipeline);

    /** See {@link DeadLetter#step}. */
    public abstract Builder setStep(String step);

    /** See {@link DeadLetter#reason}. */
    public abstract Builder setReason(String reason);

    /** See {@link DeadLetter#message}. */
    public abstract Builder setMessage(String message);

    /** See {@link DeadLetter#errorClass}. */
    public abstract Builder setErrorClass(@Nullable String errorClass);

    /** See {@link DeadLetter#payload}. */
    public abstract Builder setPayload(byte @Nullable [] payload);

    /** See {@link DeadLetter#payloadFormat}. */
    public abstract Builder setPayloadFormat(@Nullable String payloadFormat);

    /** See {@link DeadLetter#payloadSchema}. */
    public abstract Builder setPayloadSchema(@Nullable String payloadSchema);

    /** See {@link DeadLetter#source}. */
    public abstract Builder setSource(@Nullable Provenance source);

    /** See {@link DeadLetter#key}. */
    public abstract Builder setKey(byte @Nullable [] key);

    /** See {@link DeadLetter#headers}. */
    public abstract Builder setHeaders(Map<String, String> headers);

    /** See {@link DeadLetter#eventTime}. */
    public abstract Builder setEventTime(@Nullable Instant eventTime);

    /** See {@link DeadLetter#windowStart}. */
    public abstract Builder setWindowStart(@Nullable Instant windowStart);

    /** See {@link DeadLetter#windowEnd}. */
    public abstract Builder setWindowEnd(@Nullable Instant windowEnd);

    /** See {@link DeadLetter#failureTime}. */
    public abstract Builder setFailureTime(Instant failureTime);

    /** See {@link DeadLetter#firstFailureTime}. */
    public abstract Builder setFirstFailureTime(Instant firstFailureTime);

    /** See {@link DeadLetter#severity}. */
    public abstract Builder setSeverity(String severity);

    /** See {@link DeadLetter#attempts}. */
    public abstract Builder setAttempts(int attempts);

    /** See {@link DeadLetter#stackTrace}. */
    public abstract Builder setStackTrace(@Nullable String stackTrace);

    abstract DeadLetter autoBuild();

    /**
     * Builds it.
     *
     * @throws IllegalArgumentException if attempts is less than 1
     */
    public DeadLetter build() {
      DeadLetter letter = autoBuild();
      if (letter.attempts() < 1) {
        throw new IllegalArgumentException(
            "setAttempts() must be 1 or more, but was: " + letter.attempts());
      }
      return letter;
    }
  }
}
