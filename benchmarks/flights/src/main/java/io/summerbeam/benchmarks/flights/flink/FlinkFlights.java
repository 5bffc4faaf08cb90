package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.Passing;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** The flights job from lines to results. */
public final class FlinkFlights {

  private FlinkFlights() {}

  /** Builds the job; {@code results} is called of each result, and what it gives is discarded. */
  public static void build(
      DataStream<String> lines,
      String airports,
      Passing passing,
      WindowFunction<Delays, String, String, TimeWindow> results) {
    lines
        .flatMap(new Decode())
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Flight>forMonotonousTimestamps()
                .withTimestampAssigner((flight, unused) -> flight.time()))
        .keyBy(flight -> flight)
        .process(new DropDuplicates())
        .flatMap(new Enrich(airports, passing))
        .keyBy(StateDelay::state)
        .window(TumblingEventTimeWindows.of(Duration.ofDays(1)))
        .aggregate(new SumDelays(), results)
        .sinkTo(new DiscardingSink<>());
  }
}
