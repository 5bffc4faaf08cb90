package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.schema.RowValues;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What became of a key: it has a row, it has none, or it could not be asked for. */
public final class Answer {

  /** There is nothing for the key. */
  public static final Answer NONE = new Answer(null, null);

  private final @Nullable Object @Nullable [] values;
  private final @Nullable AskFailure failure;

  private Answer(@Nullable Object @Nullable [] values, @Nullable AskFailure failure) {
    this.values = values;
    this.failure = failure;
  }

  // The values alone: each hit in a cache would have to go through the row and its list to them.
  static Answer of(@Nullable Row row) {
    return row == null ? NONE : new Answer(RowValues.of(row), null);
  }

  static Answer failed(AskFailure failure) {
    return new Answer(null, failure);
  }

  /**
   * The values of the row, in the order of the source's schema; null where there is none, or where
   * the lookup failed. Not to be changed.
   */
  public @Nullable Object @Nullable [] values() {
    return values;
  }

  /** Null where the lookup did not fail. */
  public @Nullable AskFailure failure() {
    return failure;
  }

  /** Nothing of the data. */
  @Override
  public String toString() {
    return failure != null ? failure.toString() : values != null ? "found" : "none";
  }
}
