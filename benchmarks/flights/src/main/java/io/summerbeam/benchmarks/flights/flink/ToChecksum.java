package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Where the results end: nothing comes out. */
final class ToChecksum implements WindowFunction<Delays, String, String, TimeWindow> {

  private static final long serialVersionUID = 1;

  @Override
  public void apply(
      String state, TimeWindow window, Iterable<Delays> sums, Collector<String> none) {
    sums.forEach(delays -> FlightsChecksum.add(state, window.getStart(), delays));
  }
}
