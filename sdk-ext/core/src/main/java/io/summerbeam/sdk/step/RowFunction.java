package io.summerbeam.sdk.step;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A step at work. Called by one thread at a time. */
public interface RowFunction {

  /**
   * Maps one row, which it does not change.
   *
   * @return the row that goes on; null if it does not, which {@code context} was told before
   */
  @Nullable Row apply(Row row, StepContext context);

  /** A bundle ends: what was not counted yet is told to {@code context}. */
  default void finishBundle(StepContext context) {}

  /** Gives back what {@link RowStep#open} took. */
  default void close() {}
}
