package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;

/** Where the results end. */
final class WatchResultsFn extends DoFn<KV<String, Delays>, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element KV<String, Delays> result, BoundedWindow window) {
    long start = ((IntervalWindow) window).start().getMillis();
    Measurement.current().resultOut(start);
    FlightsChecksum.add(result.getKey(), start, result.getValue());
  }
}
