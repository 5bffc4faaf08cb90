package io.summerbeam.io.kafka;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record as it was read, and, where the source had to decode it for its event time,
 * what came out: as long as nobody encodes it in between, the step behind the source need not do it
 * again.
 */
final class RecordValue {

  private final byte @Nullable [] bytes;
  // Set by the source, before anybody else has the record.
  private @Nullable Decoded decoded;
  private @Nullable RecordShape decodedAs;

  RecordValue(byte @Nullable [] bytes) {
    this.bytes = bytes;
  }

  /** Not to be changed; null in a tombstone. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  /** Null where it was not decoded, or was encoded since. */
  @Nullable Decoded decoded() {
    return decoded;
  }

  /** What it was taken for when it was decoded; null where {@link #decoded} is. */
  @Nullable RecordShape decodedAs() {
    return decodedAs;
  }

  void remember(Decoded result, RecordShape as) {
    decoded = result;
    decodedAs = as;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordValue value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
