package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * Airports that do not exist, for tables larger than the real one, and flights from all over them:
 * most of what such a table costs is that what is looked up is in no cache of the processor.
 *
 * @param count how many
 */
record MadeUpAirports(int count) implements SnapshotLoader {

  private static final long serialVersionUID = 1;

  // What so many of them meet in a table of a million is 80 MB, more than a processor caches.
  private static final int FLIGHTS = 250 * Kernel.RECORDS;

  // Odd, so that no two numbers have the same product in 32 bits.
  private static final int SPREAD = 0x9E3779B9;

  @Override
  public Schema schema() {
    return FlightsPipeline.AIRPORT;
  }

  @Override
  public void load(Consumer<Row> rows) {
    rows().forEach(rows);
  }

  /** The table, made anew each time it is gone through, so that it is not in memory. */
  Iterable<Row> rows() {
    return () -> IntStream.range(0, count).mapToObj(MadeUpAirports::row).iterator();
  }

  /** The real flights again and again, from airports by chance, always the same. */
  List<WindowedValue<Row>> flights() {
    List<WindowedValue<Row>> real = Flights.load().rows();
    Random random = new Random(16);
    List<WindowedValue<Row>> flights = new ArrayList<>();
    for (int i = 0; i < FLIGHTS; i++) {
      WindowedValue<Row> flight = real.get(i % real.size());
      Object[] values = flight.getValue().getValues().toArray();
      values[Flights.ORIGIN] = iata(random.nextInt(count));
      flights.add(flight.withValue(Row.withSchema(FlightsPipeline.FLIGHT).attachValues(values)));
    }
    return flights;
  }

  private static Row row(int number) {
    return Row.withSchema(FlightsPipeline.AIRPORT)
        .attachValues(iata(number), "city " + number, "state " + number);
  }

  private static String iata(int number) {
    return Integer.toHexString(number * SPREAD);
  }
}
