package io.summerbeam.benchmarks.latency.flink;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Where the results end: nothing comes out. */
final class WatchResults implements WindowFunction<Delays, String, String, TimeWindow> {

  private static final long serialVersionUID = 1;

  @Override
  public void apply(
      String state, TimeWindow window, Iterable<Delays> sums, Collector<String> none) {
    Measurement.current().resultOut(window.getStart());
    sums.forEach(delays -> FlightsChecksum.add(state, window.getStart(), delays));
  }
}
