package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;

/** Where the results end. */
final class ChecksumFn extends DoFn<KV<String, Delays>, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element KV<String, Delays> result, BoundedWindow window) {
    FlightsChecksum.add(
        result.getKey(), ((IntervalWindow) window).start().getMillis(), result.getValue());
  }
}
