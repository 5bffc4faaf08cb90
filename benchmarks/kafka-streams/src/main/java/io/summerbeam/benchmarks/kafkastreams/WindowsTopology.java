package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.windows.Readings;
import io.summerbeam.benchmarks.windows.Sums;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;

/** Amounts, by sensor in their topic, summed up in windows that are put out once. */
final class WindowsTopology {

  static final String READINGS = "readings";

  private WindowsTopology() {}

  /** Builds it; results go to the checksum. */
  static Topology build(Setting setting) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(READINGS, Consumed.with(Serdes.String(), Serdes.Long()))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
        .windowedBy(TimeWindows.ofSizeAndGrace(Readings.WINDOW, Duration.ZERO))
        .aggregate(
            Sums::new,
            (sensor, amount, sums) -> added(amount, sums),
            setting.windowed(new SumsSerde()))
        .suppress(Suppressed.untilWindowCloses(setting.buffer()))
        .toStream()
        .foreach((window, sums) -> sums.result(window.key(), window.window().start()));
    return builder.build();
  }

  // What comes was read from the store just now, and nobody else has it.
  private static Sums added(long amount, Sums sums) {
    sums.add(amount);
    return sums;
  }
}
