package io.summerbeam.benchmarks.latency.flink;

import io.summerbeam.benchmarks.latency.FlightLines;
import io.summerbeam.benchmarks.latency.Measurement;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Writes the line of a number. */
final class ToLine extends RichMapFunction<Long, String> {

  private static final long serialVersionUID = 1;

  private transient @Nullable FlightLines lines;

  @Override
  public void open(OpenContext context) {
    lines = Measurement.current().stream().lines();
  }

  @Override
  public String map(Long number) {
    return Objects.requireNonNull(lines).line(number);
  }
}
