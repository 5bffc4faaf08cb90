package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Passing;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * The flights job in hand-written Beam: {@code --input=FILE --airports=FILE --runner=RUNNER},
 * {@code --buckets=N}, {@code --deadLetters}, and the runner's options.
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
    BeamFlights.delays(
            pipeline.apply("Read", TextIO.read().from(options.getInput())),
            options.getAirports(),
            options.getBuckets(),
            options.isDeadLetters(),
            Passing.UNSEEN)
        .apply("Checksum", ParDo.of(new ChecksumFn()));
    pipeline.run().waitUntilFinish();
  }
}
