package io.summerbeam.io.kafka;

import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** A state of one value, without a runner. */
final class MemoryValue<T> implements ValueState<T> {

  private @Nullable T value;

  @Override
  public void write(T input) {
    value = input;
  }

  @Override
  public @Nullable T read() {
    return value;
  }

  @Override
  public ValueState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    value = null;
  }
}
