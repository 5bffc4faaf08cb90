package io.summerbeam.transforms.lookup;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What became of a key: it has a value, it has none, or it could not be asked for.
 *
 * @param value null where there is none, or where the lookup failed
 * @param failure null where the lookup did not fail
 */
public record Answer(@Nullable Row value, @Nullable AskFailure failure) {

  private static final Answer NONE = new Answer(null, null);

  static Answer of(@Nullable Row value) {
    return value == null ? NONE : new Answer(value, null);
  }

  static Answer failed(AskFailure failure) {
    return new Answer(null, failure);
  }

  /** Nothing of the data. */
  @Override
  public String toString() {
    return failure != null ? failure.toString() : value != null ? "found" : "none";
  }
}
