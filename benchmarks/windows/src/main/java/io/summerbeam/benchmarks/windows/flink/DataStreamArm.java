package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Readings;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Readings summed up in windows of Flink's DataStream API: {@code --records=N --keys=N
 * --perWindow=N}, {@code --sliding=true|false}, {@code --objectReuse=true|false}.
 */
public final class DataStreamArm {

  private DataStreamArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, DataStreamArm::work);
  }

  private static void work(String... args) throws Exception {
    FlinkJob job = FlinkJob.of(args);
    windowed(job.readings().keyBy(Reading::sensor), job.isSliding())
        .aggregate(new SumReadings(), new ToChecksum())
        .sinkTo(new DiscardingSink<>());
    job.environment().execute("windows");
  }

  private static WindowedStream<Reading, String, TimeWindow> windowed(
      KeyedStream<Reading, String> readings, boolean sliding) {
    return sliding
        ? readings.window(SlidingEventTimeWindows.of(Readings.LONG_WINDOW, Readings.WINDOW))
        : readings.window(TumblingEventTimeWindows.of(Readings.WINDOW));
  }
}
