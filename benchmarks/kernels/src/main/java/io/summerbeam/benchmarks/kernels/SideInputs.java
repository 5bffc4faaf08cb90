package io.summerbeam.benchmarks.kernels;

import java.util.Map;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;

/** Side inputs that are in memory, and the same in every window. */
final class SideInputs implements SideInputReader {

  private final Map<PCollectionView<?>, ?> values;

  SideInputs(Map<PCollectionView<?>, ?> values) {
    this.values = values;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Beam has it.
  public <T> T get(PCollectionView<T> view, BoundedWindow window) {
    T value = (T) values.get(view);
    if (value == null) {
      throw new IllegalStateException("there is no side input " + view.getName());
    }
    return value;
  }

  @Override
  public <T> boolean contains(PCollectionView<T> view) {
    return values.containsKey(view);
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }
}
