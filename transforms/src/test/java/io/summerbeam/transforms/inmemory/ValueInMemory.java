package io.summerbeam.transforms.inmemory;

import org.apache.beam.sdk.state.ValueState;

/** A value. */
public final class ValueInMemory<T> implements ValueState<T> {

  private T value;

  @Override
  public void write(T written) {
    value = written;
  }

  @Override
  public T read() {
    return value;
  }

  @Override
  public void clear() {
    value = null;
  }

  @Override
  public ValueState<T> readLater() {
    return this;
  }
}
