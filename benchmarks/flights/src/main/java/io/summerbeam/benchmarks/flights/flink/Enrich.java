package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.Passing;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Finds the state of a flight's origin. */
final class Enrich extends RichFlatMapFunction<Flight, StateDelay> {

  private static final long serialVersionUID = 1;

  private final String file;
  private final Passing passing;
  private transient @Nullable Airports airports;
  private transient @Nullable Counter dead;

  Enrich(String file, Passing passing) {
    this.file = file;
    this.passing = passing;
  }

  @Override
  public void open(OpenContext context) {
    airports = Airports.load(file);
    dead = getRuntimeContext().getMetricGroup().counter("dead");
  }

  @Override
  public void flatMap(Flight flight, Collector<StateDelay> out) {
    String state = Objects.requireNonNull(airports).state(flight.origin());
    if (state == null) {
      Objects.requireNonNull(dead).inc();
      return;
    }
    passing.passes(flight);
    out.collect(new StateDelay(state, flight.delay()));
  }
}
