package io.summerbeam.transforms.conform;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes a value of one type of a value of another. */
interface Maker {

  /**
   * Makes it.
   *
   * @param value of the type it was made for; not null but where it says so
   * @param scope the record, or the element of an array, that the value is in
   * @throws MisfitException if it cannot be made without a loss
   */
  @Nullable Object make(@Nullable Object value, Row scope) throws MisfitException;

  /** A value that stays as it is. */
  Maker SAME = (value, scope) -> value;
}
