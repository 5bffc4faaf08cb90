package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.arm.Arm;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Duration;

/**
 * The flights job in hand-written Beam: {@code --input=FILE --airports=FILE --runner=RUNNER},
 * {@code --buckets=N}, and the runner's options.
 */
public final class BeamArm {

  private BeamArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, BeamArm::work);
  }

  private static void work(String... args) {
    BeamOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(BeamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", TextIO.read().from(options.getInput()))
        .apply("Decode", ParDo.of(new DecodeFn(options.getBuckets())))
        .setCoder(KvCoder.of(VarIntCoder.of(), FlightCoder.of()))
        .apply("DropDuplicates", ParDo.of(new DropDuplicatesFn()))
        .setCoder(FlightCoder.of())
        .apply("Enrich", ParDo.of(new EnrichFn(options.getAirports())))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Days", Window.into(FixedWindows.of(Duration.standardDays(1))))
        .apply("Aggregate", Combine.perKey(new DelaysFn()))
        .apply("Checksum", ParDo.of(new ChecksumFn()));
    pipeline.run().waitUntilFinish();
  }
}
