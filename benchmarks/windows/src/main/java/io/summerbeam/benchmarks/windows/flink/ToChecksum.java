package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.windows.Sums;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Where the results end: nothing comes out. */
final class ToChecksum implements WindowFunction<Sums, String, String, TimeWindow> {

  private static final long serialVersionUID = 1;

  @Override
  public void apply(
      String sensor, TimeWindow window, Iterable<Sums> results, Collector<String> none) {
    results.forEach(sums -> sums.result(sensor, window.getStart()));
  }
}
