package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.source.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way back: what was in the dead letter, mended where somebody mended it, with
 * headers that let a second failure go on counting ({@link ReplayHeaders}).
 *
 * <p>{@link #toString} shows the id and where the record came from: none of its content.
 */
@AutoValue
public abstract class ReplayRecord {

  /** The record of a letter, as it is. */
  public static ReplayRecord of(DeadLetter letter) {
    Map<String, String> headers = new LinkedHashMap<>(letter.headers());
    headers.putAll(ReplayHeaders.of(letter));
    return new AutoValue_ReplayRecord(
        letter.id(),
        letter.payload(),
        letter.payloadFormat(),
        letter.payloadSchema(),
        letter.key(),
        Map.copyOf(headers),
        letter.eventTime(),
        letter.source());
  }

  /** The same with another payload, of the same format and schema. */
  public ReplayRecord withPayload(byte[] payload) {
    return new AutoValue_ReplayRecord(
        letterId(),
        payload,
        payloadFormat(),
        payloadSchema(),
        key(),
        headers(),
        eventTime(),
        source());
  }

  /**
   * The same as if its payload had not been masked: for who wants the record as it is. No change
   * where it was not.
   */
  public final ReplayRecord withoutMaskedMark() {
    return new AutoValue_ReplayRecord(
        letterId(),
        payload(),
        PayloadFormats.without(PayloadPolicy.MASKED_FORMAT, payloadFormat()),
        payloadSchema(),
        key(),
        headers(),
        eventTime(),
        source());
  }

  /** The id of its letter. */
  public abstract String letterId();

  /** The bytes; null where the letter has none. Not to be changed. */
  @SuppressWarnings("mutable") // As in the dead letter it comes from.
  public abstract byte @Nullable [] payload();

  /** As in the letter. */
  public abstract @Nullable String payloadFormat();

  /** As in the letter. */
  public abstract @Nullable String payloadSchema();

  /** The key it had in its source; null where it had none. Not to be changed. */
  @SuppressWarnings("mutable") // As for the payload.
  public abstract byte @Nullable [] key();

  /** The headers it had in its source, and those of {@link ReplayHeaders}. */
  public abstract Map<String, String> headers();

  /**
   * Its event time, which a target that has times of its own (a topic) gives it again; null where
   * the letter has none.
   */
  public abstract @Nullable Instant eventTime();

  /** Where it came from; null where that is not known. */
  public abstract @Nullable Provenance source();

  /**
   * Whether a {@link PayloadPolicy} has encrypted any of it: then its payload, key and headers are
   * not what its source had, and it must be decrypted before it goes anywhere.
   */
  public final boolean isEncrypted() {
    return headers().containsKey(PayloadPolicy.ENCRYPTED_HEADERS)
        || PayloadFormats.is(PayloadPolicy.ENCRYPTED_FORMAT, payloadFormat());
  }

  /**
   * Whether a {@link PayloadPolicy} has masked its payload: then it is not what its source had, its
   * key and headers are gone, and nothing brings them back. It can be replayed from its source, or
   * as it is ({@link #withoutMaskedMark}). Letters that were written by a version without the mark
   * do not say it.
   */
  public final boolean isMasked() {
    return PayloadFormats.is(PayloadPolicy.MASKED_FORMAT, payloadFormat());
  }

  @Override
  public final String toString() {
    return "ReplayRecord{letterId=" + letterId() + ", source=" + source() + "}";
  }
}
