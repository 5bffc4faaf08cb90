package io.summerbeam.transforms.mask;

import org.apache.beam.sdk.values.Row;

/** A rule at work on single values. Called by one thread at a time. */
interface ValueMask {

  /**
   * Masks one value.
   *
   * @param value what the path led to; never null
   * @param record the whole record, as it came in, for rules that look at another field of it
   * @return of the same type
   * @throws MaskException if this value cannot be masked; the record then becomes a dead letter
   */
  Object apply(Object value, Row record) throws MaskException;
}
