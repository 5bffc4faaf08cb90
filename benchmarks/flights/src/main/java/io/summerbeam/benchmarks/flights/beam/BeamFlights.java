package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.Passing;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/** The flights job from lines to results. */
public final class BeamFlights {

  private BeamFlights() {}

  /**
   * The delays by state, in windows of a day.
   *
   * @param airports a file of them
   * @param buckets how many keys the state of the duplicates is spread over
   * @param passing is told of flights on their way
   */
  public static PCollection<KV<String, Delays>> delays(
      PCollection<String> lines, String airports, int buckets, Passing passing) {
    return lines
        .apply("Decode", ParDo.of(new DecodeFn(buckets)))
        .setCoder(KvCoder.of(VarIntCoder.of(), FlightCoder.of()))
        .apply("DropDuplicates", ParDo.of(new DropDuplicatesFn()))
        .setCoder(FlightCoder.of())
        .apply("Enrich", ParDo.of(new EnrichFn(airports, passing)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Days", Window.into(FixedWindows.of(Duration.standardDays(1))))
        .apply("Aggregate", Combine.perKey(new DelaysFn()));
  }
}
