package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Finds the state of a flight's origin. */
public class Enrich extends RichFlatMapFunction<Flight, StateDelay> {

  private static final long serialVersionUID = 1;

  private final String file;
  private transient @Nullable Airports airports;
  private transient @Nullable Counter dead;

  /** By a file of airports. */
  public Enrich(String file) {
    this.file = file;
  }

  @Override
  public void open(OpenContext context) {
    airports = Airports.load(file);
    dead = getRuntimeContext().getMetricGroup().counter("dead");
  }

  @Override
  public final void flatMap(Flight flight, Collector<StateDelay> out) {
    String state = Objects.requireNonNull(airports).state(flight.origin());
    if (state == null) {
      Objects.requireNonNull(dead).inc();
      return;
    }
    passes(flight);
    out.collect(new StateDelay(state, flight.delay()));
  }

  /** Called of each flight whose state is known, before it goes on; for who measures it there. */
  protected void passes(Flight flight) {}
}
