package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.jspecify.annotations.Nullable;

/** Three sub-topologies with a repartition topic between each two: decode, dedup, aggregate. */
final class FlightsTopology {

  /** The topic that the flights come from, a JSON object a record. */
  static final String FLIGHTS = "flights";

  private static final Duration DAY = Duration.ofDays(1);

  private final StreamsBuilder builder = new StreamsBuilder();
  private final Airports airports;
  private final Setting setting;
  private final LongAdder dead;

  private FlightsTopology(Airports airports, Setting setting, LongAdder dead) {
    this.airports = airports;
    this.setting = setting;
    this.dead = dead;
  }

  /** Builds it; results go to the checksum. */
  static Topology build(Airports airports, Setting setting, LongAdder dead) {
    FlightsTopology topology = new FlightsTopology(airports, setting, dead);
    topology.aggregate(topology.enrich(topology.distinct(topology.decode())));
    return topology.builder.build();
  }

  private KStream<Flight, Long> decode() {
    KStream<Void, @Nullable Flight> flights =
        builder.stream(
            FLIGHTS,
            Consumed.with(Serdes.Void(), new FlightLineSerde())
                .withTimestampExtractor(new DepartureTime()));
    flights.filter((unused, flight) -> flight == null).foreach((unused, none) -> dead.increment());
    return flights
        .filter((unused, flight) -> flight != null)
        .map((unused, flight) -> KeyValue.pair(flight, flight.delay()));
  }

  private KStream<Flight, Long> distinct(KStream<Flight, Long> flights) {
    builder.addStateStore(setting.seen());
    return flights
        .repartition(Repartitioned.with(new FlightSerde(), Serdes.Long()))
        .processValues(DropDuplicates::new, Setting.SEEN);
  }

  private KStream<String, Long> enrich(KStream<Flight, Long> flights) {
    KStream<@Nullable String, Long> delays =
        flights.map((flight, delay) -> KeyValue.pair(airports.state(flight.origin()), delay));
    delays.filter((state, delay) -> state == null).foreach((none, delay) -> dead.increment());
    return delays.filter((state, delay) -> state != null);
  }

  private void aggregate(KStream<String, Long> delays) {
    delays
        .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
        .windowedBy(TimeWindows.ofSizeAndGrace(DAY, Duration.ZERO))
        .aggregate(
            Delays::new,
            (state, delay, sums) -> added(delay, sums),
            setting.windowed(new DelaysSerde()))
        .suppress(Suppressed.untilWindowCloses(setting.buffer()))
        .toStream()
        .foreach(
            (window, sums) -> FlightsChecksum.add(window.key(), window.window().start(), sums));
  }

  // What comes was read from the store just now, and nobody else has it.
  private static Delays added(long delay, Delays sums) {
    sums.add(delay);
    return sums;
  }
}
