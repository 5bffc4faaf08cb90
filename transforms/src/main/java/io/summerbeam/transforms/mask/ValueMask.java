package io.summerbeam.transforms.mask;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A rule at work on single values. Called by one thread at a time. */
@FunctionalInterface
interface ValueMask {

  /**
   * Masks one value, which it does not change.
   *
   * @param value what the path led to; never null
   * @param record the record that {@link MaskRule#reads} are read from
   * @return of the same type; the value itself where nothing of it is masked
   * @throws MaskException if this value cannot be masked; the record then becomes a dead letter
   */
  @Nullable Object apply(Object value, Row record) throws MaskException;
}
