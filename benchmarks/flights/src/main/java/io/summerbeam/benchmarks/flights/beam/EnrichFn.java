package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Finds the state of a flight's origin; what goes on is no more than the aggregate needs. */
public class EnrichFn extends DoFn<Flight, KV<String, Long>> {

  private static final long serialVersionUID = 1;

  // Once for all instances in the JVM: engines make many.
  private static final ConcurrentMap<String, Airports> LOADED = new ConcurrentHashMap<>();

  private final String file;
  private final Counter dead = Metrics.counter("flights", "dead");
  private transient @Nullable Airports airports;

  /** By a file of airports. */
  public EnrichFn(String file) {
    this.file = file;
  }

  /** Loads the airports, unless they are. */
  @Setup
  public final void setup() {
    airports = LOADED.computeIfAbsent(file, Airports::load);
  }

  /** Puts out what the aggregate needs of a flight. */
  @ProcessElement
  public final void process(@Element Flight flight, OutputReceiver<KV<String, Long>> out) {
    String state = Objects.requireNonNull(airports).state(flight.origin());
    if (state == null) {
      dead.inc();
      return;
    }
    passes(flight);
    out.output(KV.of(state, flight.delay()));
  }

  /** Called of each flight whose state is known, before it goes on; for who measures it there. */
  protected void passes(Flight flight) {}
}
