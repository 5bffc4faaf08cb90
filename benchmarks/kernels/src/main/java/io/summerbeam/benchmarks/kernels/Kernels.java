package io.summerbeam.benchmarks.kernels;

import io.summerbeam.benchmarks.mask.Masking;
import io.summerbeam.benchmarks.mask.People;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import io.summerbeam.transforms.validate.Validate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
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
    ARMS.put("validate/summerbeam", () -> ofTransform(validate()));
    ARMS.put("validate/summerbeam-java", () -> ofTransform(validateInJava()));
    ARMS.put("steps/by-hand", () -> ofRows(validateByHand()));
    ARMS.put("steps/summerbeam", () -> ofTransform(steps()));
    putEnrich("enrich", EnrichKernels::ofReal);
    for (int keys : List.of(10_000, 100_000, 1_000_000)) {
      putEnrich("enrich@" + keys + "-keys", () -> EnrichKernels.ofMadeUp(keys));
    }
    ARMS.put(
        "lookup-cached/by-hand", () -> warm(EnrichKernels.ofReal().byHand(CachedEnrichFn::new)));
    ARMS.put("lookup-cached/summerbeam", () -> warm(ofTransform(enrichFromLookup())));
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

  // Each table is made with its arm, and is in memory for no other.
  private static void putEnrich(String kernel, Supplier<EnrichKernels> table) {
    ARMS.put(kernel + "/by-hand", () -> table.get().byHand(EnrichFn::new));
    ARMS.put(kernel + "/summerbeam", () -> table.get().fromTable());
    ARMS.put(kernel + "/summerbeam-snapshot", () -> warm(table.get().fromSnapshot()));
  }

  private static Kernel ofRows(ParDo.MultiOutput<Row, ?> parDo) {
    return new RunningDoFn<>(parDo, Flights.load().rows(), ROWS, Map.of());
  }

  private static Kernel ofTransform(PTransform<PCollection<Row>, PCollection<Row>> transform) {
    return ofRows(Step.parDo(transform, ROWS));
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

  /** One that has seen its records: whatever it keeps of them, it has. */
  private static Kernel warm(Kernel kernel) {
    for (int i = 0; i < kernel.bundles(); i++) {
      kernel.bundle(output -> {});
    }
    return kernel;
  }

  private static EnrichFromLookup enrichFromLookup() {
    return Enrich.fromLookup(new AirportsLookup())
        .withCache(CachedEnrichFn.SIZE, CachedEnrichFn.TTL)
        .on("origin", "iata")
        .take("city", "origin_city")
        .take("state", "origin_state");
  }
}
