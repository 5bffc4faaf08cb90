package io.summerbeam.benchmarks.flights.nothing;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.arm.Checksum;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * Counts the lines: {@code --input=FILE --runner=RUNNER} and the runner's options; {@code
 * --airports=FILE} is taken as in every arm, and not read.
 */
public final class NothingArm {

  // Beside the pipeline: a Combine would shuffle every line, and the engine would be doing
  // something.
  private static final LongAdder LINES = new LongAdder();

  private NothingArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, NothingArm::work);
  }

  private static void work(String... args) {
    NothingOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(NothingOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", TextIO.read().from(options.getInput()))
        .apply("Count", ParDo.of(new CountFn()));
    pipeline.run().waitUntilFinish();
    Checksum.add(LINES.sum());
  }

  private static final class CountFn extends DoFn<String, Void> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process() {
      LINES.increment();
    }
  }
}
