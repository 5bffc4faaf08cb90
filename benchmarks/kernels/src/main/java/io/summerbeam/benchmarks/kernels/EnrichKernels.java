package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.transforms.enrich.Enrich;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/**
 * City and state of the airport a flight is from, out of one table, which each arm has in memory
 * when it is made.
 */
final class EnrichKernels {

  private static final Coder<Row> FLIGHT = RowCoder.of(FlightsPipeline.FLIGHT);
  private static final Coder<Row> AIRPORT = RowCoder.of(FlightsPipeline.AIRPORT);

  private final Iterable<Row> airports;
  private final List<WindowedValue<Row>> flights;
  private final SnapshotLoader loader;

  private EnrichKernels(
      Iterable<Row> airports, List<WindowedValue<Row>> flights, SnapshotLoader loader) {
    this.airports = airports;
    this.flights = flights;
    this.loader = loader;
  }

  /** With the real airports. */
  static EnrichKernels ofReal() {
    Flights flights = Flights.load();
    return new EnrichKernels(flights.airports(), flights.rows(), new AirportsLoader());
  }

  /** With so many airports that do not exist. */
  static EnrichKernels ofMadeUp(int count) {
    MadeUpAirports airports = new MadeUpAirports(count);
    return new EnrichKernels(airports.rows(), airports.flights(), airports);
  }

  /** With a DoFn that takes the map and the schema of what comes out. */
  Kernel byHand(BiFunction<Map<String, EnrichFn.Place>, Schema, DoFn<Row, Row>> fn) {
    Map<String, EnrichFn.Place> places = new HashMap<>();
    for (Row airport : airports) {
      places.put(
          airport.getValue("iata"),
          new EnrichFn.Place(airport.getValue("city"), airport.getValue("state")));
    }
    Schema schema =
        Schema.builder()
            .addFields(FlightsPipeline.FLIGHT.getFields())
            .addStringField("origin_city")
            .addStringField("origin_state")
            .build();
    return kernel(
        ParDo.of(fn.apply(places, schema))
            .withOutputTags(EnrichFn.OUT, TupleTagList.of(EnrichFn.MISS)),
        Map.of());
  }

  /** With {@code Enrich.fromSnapshot()}, which loads the table when it is first asked. */
  Kernel fromSnapshot() {
    return kernel(
        Step.parDo(
            Enrich.fromSnapshot(loader, Duration.ofHours(1))
                .on("origin", "iata")
                .take("city", "origin_city")
                .take("state", "origin_state"),
            FLIGHT),
        Map.of());
  }

  /** With {@code Enrich.fromTable()}. */
  Kernel fromTable() {
    PCollection<Row> input = Step.nothing(FLIGHT);
    PCollection<Row> table = input.getPipeline().apply("Table", Create.empty(AIRPORT));
    input.apply(
        "Kernel",
        Enrich.fromTable(table)
            .on("origin", "iata")
            .take("city", "origin_city")
            .take("state", "origin_state"));
    ParDo.MultiOutput<Row, Row> lookUp = Step.parDo(input.getPipeline(), "LookUp");
    PCollectionView<?> view = lookUp.getSideInputs().values().iterator().next();
    return kernel(lookUp, Map.of(view, index(input)));
  }

  /** What the transform makes of the table, by its own DoFn and its own combiner. */
  private Object index(PCollection<Row> input) {
    Combine.GloballyAsSingletonView<?, ?> combine =
        (Combine.GloballyAsSingletonView<?, ?>)
            Step.find(input.getPipeline(), Combine.GloballyAsSingletonView.class, "IndexTable");
    return combined(combine.getCombineFn(), packed(Step.parDo(input.getPipeline(), "PackTable")));
  }

  private List<Object> packed(ParDo.MultiOutput<Row, Object> pack) {
    List<WindowedValue<Row>> table = new ArrayList<>();
    airports.forEach(row -> table.add(WindowedValues.valueInGlobalWindow(row)));
    RunningDoFn<Row, Object> packing = new RunningDoFn<>(pack, table, AIRPORT, Map.of());
    List<Object> packed = new ArrayList<>();
    for (int i = 0; i < packing.bundles(); i++) {
      packing.bundle(value -> packed.add(((WindowedValue<?>) value).getValue()));
    }
    return packed;
  }

  // What the combiner takes is known to the transform alone.
  @SuppressWarnings("unchecked")
  private static <A> Object combined(GlobalCombineFn<?, A, ?> fn, List<Object> values) {
    Combine.CombineFn<Object, A, ?> combiner = (Combine.CombineFn<Object, A, ?>) fn;
    A accumulator = combiner.createAccumulator();
    for (Object value : values) {
      accumulator = combiner.addInput(accumulator, value);
    }
    return combiner.extractOutput(accumulator);
  }

  private Kernel kernel(ParDo.MultiOutput<Row, Row> parDo, Map<PCollectionView<?>, ?> sideInputs) {
    return new RunningDoFn<>(parDo, flights, FLIGHT, sideInputs);
  }
}
