package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.Passing;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Finds the state of a flight's origin; what goes on is no more than the aggregate needs. */
final class EnrichFn extends DoFn<Flight, KV<String, Long>> {

  private static final long serialVersionUID = 1;

  // Once for all instances in the JVM: engines make many.
  private static final ConcurrentMap<String, Airports> LOADED = new ConcurrentHashMap<>();

  private final String file;
  private final Passing passing;
  private final Counter dead = Metrics.counter("flights", "dead");
  private transient @Nullable Airports airports;

  EnrichFn(String file, Passing passing) {
    this.file = file;
    this.passing = passing;
  }

  @Setup
  public void setup() {
    airports = LOADED.computeIfAbsent(file, Airports::load);
  }

  @ProcessElement
  public void process(@Element Flight flight, ProcessContext context) {
    String state = Objects.requireNonNull(airports).state(flight.origin());
    if (state == null) {
      dead.inc();
      context.output(BeamFlights.DEAD, flight.toString());
      return;
    }
    passing.passes(flight);
    context.output(KV.of(state, flight.delay()));
  }
}
