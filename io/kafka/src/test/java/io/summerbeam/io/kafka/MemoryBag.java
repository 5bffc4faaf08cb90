package io.summerbeam.io.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;

/** A state of several values, without a runner. */
final class MemoryBag<T> implements BagState<T> {

  private final List<T> values = new ArrayList<>();

  @Override
  public void add(T value) {
    values.add(value);
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new ReadableState<>() {
      @Override
      public Boolean read() {
        return values.isEmpty();
      }

      @Override
      public ReadableState<Boolean> readLater() {
        return this;
      }
    };
  }

  @Override
  public Iterable<T> read() {
    return List.copyOf(values);
  }

  @Override
  public BagState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    values.clear();
  }
}
