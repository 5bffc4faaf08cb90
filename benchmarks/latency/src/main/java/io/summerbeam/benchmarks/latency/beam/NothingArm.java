package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;

/** Looks at the records behind the source, and does nothing; see {@link LatencyOptions}. */
public final class NothingArm {

  private NothingArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, NothingArm::work);
  }

  private static void work(String... args) {
    LatencyOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(LatencyOptions.class);
    Measurement measurement = LatencyOptions.begin(options);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", Read.from(new OpenLoopSource()))
        .apply("Watch", ParDo.of(new WatchLinesFn()));
    pipeline.run().waitUntilFinish();
    measurement.endWithoutResults();
  }
}
