package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes and validates a line. */
final class Decode extends RichFlatMapFunction<String, Flight> {

  private static final long serialVersionUID = 1;

  private transient @Nullable Counter dead;

  @Override
  public void open(OpenContext context) {
    dead = getRuntimeContext().getMetricGroup().counter("dead");
  }

  @Override
  public void flatMap(String line, Collector<Flight> out) {
    Flight flight = FlightParser.parse(line);
    if (flight == null) {
      Objects.requireNonNull(dead).inc();
      return;
    }
    out.collect(flight);
  }
}
