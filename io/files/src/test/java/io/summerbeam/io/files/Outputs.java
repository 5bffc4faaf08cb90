package io.summerbeam.io.files;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;

/** Takes what a DoFn gives that is called without a pipeline. */
final class Outputs<T> implements OutputReceiver<T> {

  final List<T> all = new ArrayList<>();

  @Override
  public void output(T value) {
    all.add(value);
  }

  @Override
  public OutputBuilder<T> builder(T value) {
    throw new UnsupportedOperationException("Only output() is expected.");
  }
}
