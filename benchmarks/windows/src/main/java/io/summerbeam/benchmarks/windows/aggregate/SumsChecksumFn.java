package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Sums;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;

/** Where the results by hand end. */
final class SumsChecksumFn extends DoFn<KV<String, Sums>, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element KV<String, Sums> result, BoundedWindow window) {
    result.getValue().result(result.getKey(), ((IntervalWindow) window).start().getMillis());
  }
}
