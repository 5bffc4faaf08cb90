package io.summerbeam.benchmarks.kernels;

import io.summerbeam.benchmarks.mask.Masking;
import io.summerbeam.benchmarks.mask.People;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import io.summerbeam.transforms.enrich.EnrichFromSnapshot;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/** The arms there are, by name: the kernel, a slash, and who wrote it. */
final class Kernels {

  private static final Coder<Row> ROWS = RowCoder.of(FlightsPipeline.FLIGHT);

  private static final Map<String, Supplier<Kernel>> ARMS = new LinkedHashMap<>();

  static {
    ARMS.put("runner/pass-through", () -> ofRows(byHand(new PassThroughFn(), new TupleTag<>())));
    ARMS.put("validate/by-hand", () -> ofRows(validateByHand()));
    ARMS.put("validate/summerbeam", () -> ofRows(inSteps(validate())));
    ARMS.put("validate/summerbeam-java", () -> ofRows(inSteps(validateInJava())));
    ARMS.put("steps/by-hand", () -> ofRows(validateByHand()));
    ARMS.put("steps/summerbeam", () -> ofRows(inSteps(steps())));
    ARMS.put("enrich/by-hand", () -> enrichByHand(EnrichFn::new));
    ARMS.put("enrich/summerbeam", Kernels::enrich);
    ARMS.put("enrich/summerbeam-snapshot", () -> ofRows(inSteps(enrichFromSnapshot())));
    ARMS.put("lookup-cached/by-hand", () -> warm(enrichByHand(CachedEnrichFn::new)));
    ARMS.put("lookup-cached/summerbeam", () -> warm(ofRows(inSteps(enrichFromLookup()))));
    ARMS.put("decode/by-hand", () -> ofLines(new DecodeFn()));
    ARMS.put("decode/summerbeam", () -> ofLines(new FormatDecodeFn()));
    ARMS.put("decode/beam", () -> ofLines(new BeamDecodeFn()));
    ARMS.put("decode/databind", () -> ofLines(new DatabindDecodeFn()));
    ARMS.put("decode-avro/by-hand", () -> ofAvro(new GenericAvroDecodeFn()));
    ARMS.put("decode-avro/summerbeam", () -> ofAvro(new AvroFormatDecodeFn()));
    ARMS.put("decode-avro/beam", () -> ofAvro(new BeamAvroDecodeFn()));
    ARMS.put("format-preserve/by-hand", () -> ofCards(new BouncyCastleEncryptCardFn()));
    ARMS.put("format-preserve/summerbeam", () -> ofCards(new EncryptCardFn()));
    ARMS.put("mask/by-hand", () -> ofPeople(Masking.BY_HAND));
    ARMS.put("mask/summerbeam", () -> ofPeople(Masking.SUMMERBEAM));
    ARMS.put("mask/idiomatic", () -> ofPeople(Masking.IDIOMATIC));
    ARMS.put("scrub-clean/summerbeam", ScrubKernel::clean);
    ARMS.put("scrub-hits/summerbeam", ScrubKernel::withHits);
  }

  private Kernels() {}

  /** The names of all arms. */
  static List<String> names() {
    return List.copyOf(ARMS.keySet());
  }

  /** Makes an arm. */
  static Kernel make(String arm) {
    Supplier<Kernel> maker = ARMS.get(arm);
    if (maker == null) {
      throw new IllegalArgumentException(
          "the arm must be one of " + ARMS.keySet() + ", but was: " + arm);
    }
    return maker.get();
  }

  private static Kernel ofRows(ParDo.MultiOutput<Row, ?> parDo) {
    return new RunningDoFn<>(parDo, Flights.load().rows(), ROWS, Map.of());
  }

  private static Kernel ofPeople(Masking masking) {
    Coder<Row> coder = RowCoder.of(People.SCHEMA);
    PCollection<Row> input = Step.nothing(coder);
    masking.mask(input);
    List<WindowedValue<Row>> people =
        People.first(Kernel.RECORDS).stream().map(WindowedValues::valueInGlobalWindow).toList();
    ParDo.MultiOutput<Row, Row> parDo = Step.parDo(input.getPipeline(), Masking.STEP);
    return new RunningDoFn<>(parDo, people, coder, Map.of());
  }

  private static Kernel ofLines(DoFn<byte[], Row> fn) {
    return new RunningDoFn<>(
        byHand(fn, new TupleTag<>()), Flights.load().lines(), ByteArrayCoder.of(), Map.of());
  }

  private static Kernel ofAvro(DoFn<byte[], Row> fn) {
    return new RunningDoFn<>(
        byHand(fn, new TupleTag<>()), AvroFlights.records(), ByteArrayCoder.of(), Map.of());
  }

  private static Kernel ofCards(DoFn<String, String> fn) {
    return new RunningDoFn<>(
        byHand(fn, new TupleTag<>()), Cards.make(), StringUtf8Coder.of(), Map.of());
  }

  private static <I, O> ParDo.MultiOutput<I, O> byHand(
      DoFn<I, O> fn, TupleTag<O> out, TupleTag<?>... others) {
    TupleTagList further = TupleTagList.empty();
    for (TupleTag<?> other : others) {
      further = further.and(other);
    }
    return ParDo.of(fn).withOutputTags(out, further);
  }

  private static ParDo.MultiOutput<Row, Row> validateByHand() {
    return byHand(new ValidateFn(), ValidateFn.OUT, ValidateFn.BAD);
  }

  private static Validate validate() {
    return Validate.records()
        .expect("distance_positive", "distance > 0")
        .expect("delay_plausible", "delay >= -1440 && delay <= 2880")
        .expect("different_airports", "origin != destination");
  }

  private static Validate validateInJava() {
    return Validate.records()
        .expect("distance_positive", "distance", Long.class, distance -> distance > 0)
        .expect("delay_plausible", "delay", Long.class, delay -> delay >= -1440 && delay <= 2880)
        .expect(
            "different_airports",
            row -> {
              String origin = row.getValue(Flights.ORIGIN);
              return origin != null && !origin.equals(row.getValue(Flights.DESTINATION));
            });
  }

  private static Steps steps() {
    return Steps.of(
        Validate.records().expect("distance_positive", "distance > 0"),
        Validate.records().expect("delay_plausible", "delay >= -1440 && delay <= 2880"),
        Validate.records().expect("different_airports", "origin != destination"));
  }

  private static ParDo.MultiOutput<Row, Row> inSteps(
      PTransform<PCollection<Row>, PCollection<Row>> transform) {
    PCollection<Row> input = rows();
    input.apply("Kernel", transform);
    return Step.parDo(input.getPipeline(), "Kernel");
  }

  /** One that has seen its records: whatever it keeps of them, it has. */
  private static Kernel warm(Kernel kernel) {
    kernel.bundle(output -> {});
    return kernel;
  }

  private static EnrichFromSnapshot enrichFromSnapshot() {
    return Enrich.fromSnapshot(new AirportsLoader(), Duration.ofHours(1))
        .on("origin", "iata")
        .take("city", "origin_city")
        .take("state", "origin_state");
  }

  private static EnrichFromLookup enrichFromLookup() {
    return Enrich.fromLookup(new AirportsLookup())
        .withCache(CachedEnrichFn.SIZE, CachedEnrichFn.TTL)
        .on("origin", "iata")
        .take("city", "origin_city")
        .take("state", "origin_state");
  }

  private static Kernel enrichByHand(
      BiFunction<Map<String, EnrichFn.Place>, Schema, DoFn<Row, Row>> fn) {
    Flights flights = Flights.load();
    Map<String, EnrichFn.Place> places = new HashMap<>();
    for (Row airport : flights.airports()) {
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
    return new RunningDoFn<>(
        byHand(fn.apply(places, schema), EnrichFn.OUT, EnrichFn.MISS),
        flights.rows(),
        ROWS,
        Map.of());
  }

  private static Kernel enrich() {
    Flights flights = Flights.load();
    PCollection<Row> input = rows();
    PCollection<Row> table =
        input
            .getPipeline()
            .apply("Table", Create.of(flights.airports()).withRowSchema(FlightsPipeline.AIRPORT));
    input.apply(
        "Kernel",
        Enrich.fromTable(table)
            .on("origin", "iata")
            .take("city", "origin_city")
            .take("state", "origin_state"));
    ParDo.MultiOutput<Row, Row> lookUp = Step.parDo(input.getPipeline(), "LookUp");
    PCollectionView<?> view = lookUp.getSideInputs().values().iterator().next();
    return new RunningDoFn<>(lookUp, flights.rows(), ROWS, Map.of(view, index(flights, input)));
  }

  /** What the transform makes of the table, by its own DoFn and its own combiner. */
  private static Object index(Flights flights, PCollection<Row> input) {
    ParDo.MultiOutput<Row, Object> pack = Step.parDo(input.getPipeline(), "PackTable");
    List<WindowedValue<Row>> table = new ArrayList<>();
    flights.airports().forEach(row -> table.add(WindowedValues.valueInGlobalWindow(row)));
    List<Object> packed = new ArrayList<>();
    new RunningDoFn<>(pack, table, RowCoder.of(FlightsPipeline.AIRPORT), Map.of())
        .bundle(value -> packed.add(((WindowedValue<?>) value).getValue()));
    Combine.GloballyAsSingletonView<?, ?> combine =
        (Combine.GloballyAsSingletonView<?, ?>)
            Step.find(input.getPipeline(), Combine.GloballyAsSingletonView.class, "IndexTable");
    return combined(combine.getCombineFn(), packed);
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

  private static PCollection<Row> rows() {
    return Step.nothing(ROWS).setRowSchema(FlightsPipeline.FLIGHT);
  }
}
