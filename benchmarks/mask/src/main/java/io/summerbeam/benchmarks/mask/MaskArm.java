package io.summerbeam.benchmarks.mask;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * People from memory, masked, into a checksum: {@code --records=N --masking=BY_HAND
 * --runner=RUNNER} and the runner's options. What is not among them is as our profile of the runner
 * has it, by whomever is masked.
 */
public final class MaskArm {

  private MaskArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, MaskArm::work);
  }

  private static void work(String... args) {
    MaskOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(MaskOptions.class);
    ProfileDefaults.apply(options, args);
    Pipeline pipeline = Pipeline.create(options);
    options
        .getMasking()
        .mask(pipeline.apply("People", Read.from(PeopleSource.of(options.getRecords()))))
        .apply("Checksum", ParDo.of(new ChecksumFn()));
    pipeline.run().waitUntilFinish();
  }
}
