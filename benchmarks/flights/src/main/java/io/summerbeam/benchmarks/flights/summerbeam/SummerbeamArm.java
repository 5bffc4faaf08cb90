package io.summerbeam.benchmarks.flights.summerbeam;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.samples.flights.FlightsOptions;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.failure.DeadLetters;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The flights job as it is in our samples: {@code --input=FILE --airports=FILE --runner=RUNNER} and
 * the runner's options.
 */
public final class SummerbeamArm {

  private SummerbeamArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, SummerbeamArm::work);
  }

  private static void work(String... args) {
    FlightsOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(FlightsOptions.class);
    ProfileDefaults.apply(options, args);
    Pipeline pipeline = Pipeline.create(options);
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(new CountDeadLetters())) {
      FlightsPipeline.delays(pipeline, options.getInput(), options.getAirports(), dead)
          .apply("Checksum", new ToChecksum());
    }
    pipeline.run().waitUntilFinish();
  }
}
