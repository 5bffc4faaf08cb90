package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.beam.BeamFlights;
import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;

/** The flights job in hand-written Beam; see {@link LatencyOptions}. */
public final class BeamArm {

  private static final int BUCKETS = 1024;

  private BeamArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, BeamArm::work);
  }

  private static void work(String... args) {
    LatencyOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(LatencyOptions.class);
    Measurement measurement = LatencyOptions.begin(options);
    Pipeline pipeline = Pipeline.create(options);
    BeamFlights.delays(
            pipeline.apply("Read", Read.from(new OpenLoopSource())),
            options.getAirports(),
            BUCKETS,
            false,
            flight -> Measurement.current().recordOut(flight))
        .apply("Watch", ParDo.of(new WatchResultsFn()));
    pipeline.run().waitUntilFinish();
    measurement.end(options.getAirports());
  }
}
