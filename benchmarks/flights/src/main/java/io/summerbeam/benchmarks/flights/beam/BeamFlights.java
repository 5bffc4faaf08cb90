package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.Passing;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/** The flights job from lines to results. */
public final class BeamFlights {

  /** Where bad records go if somebody wants them. */
  static final TupleTag<String> DEAD = new TupleTag<>() {};

  private BeamFlights() {}

  /**
   * The delays by state, in windows of a day.
   *
   * @param airports a file of them
   * @param buckets how many keys the state of the duplicates is spread over
   * @param deadLetters whether bad records are an output, as they are of ours; else they are
   *     counted and gone
   * @param passing is told of flights on their way
   */
  public static PCollection<KV<String, Delays>> delays(
      PCollection<String> lines,
      String airports,
      int buckets,
      boolean deadLetters,
      Passing passing) {
    TupleTag<KV<Integer, Flight>> decoded = new TupleTag<>() {};
    PCollectionTuple decode =
        lines.apply(
            "Decode",
            ParDo.of(new DecodeFn(buckets)).withOutputTags(decoded, TupleTagList.of(DEAD)));
    PCollection<Flight> flights =
        decode
            .get(decoded)
            .setCoder(KvCoder.of(VarIntCoder.of(), FlightCoder.of()))
            .apply("DropDuplicates", ParDo.of(new DropDuplicatesFn()))
            .setCoder(FlightCoder.of());
    TupleTag<KV<String, Long>> enriched = new TupleTag<>() {};
    PCollectionTuple enrich =
        flights.apply(
            "Enrich",
            ParDo.of(new EnrichFn(airports, passing))
                .withOutputTags(enriched, TupleTagList.of(DEAD)));
    if (deadLetters) {
      PCollectionList.of(decode.get(DEAD))
          .and(enrich.get(DEAD))
          .apply("Dead", Flatten.pCollections())
          .apply("CountDead", ParDo.of(new CountFn()));
    }
    return enrich
        .get(enriched)
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Days", Window.into(FixedWindows.of(Duration.standardDays(1))))
        .apply("Aggregate", Combine.perKey(new DelaysFn()));
  }
}
