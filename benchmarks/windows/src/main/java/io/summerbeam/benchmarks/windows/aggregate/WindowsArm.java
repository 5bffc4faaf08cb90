package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import io.summerbeam.benchmarks.windows.Numbers;
import io.summerbeam.benchmarks.windows.Readings;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Readings from memory, summed up in windows, into a checksum: {@code --records=N --keys=N
 * --perWindow=N --grouping=BY_HAND --runner=RUNNER}, {@code --sliding}, and the runner's options.
 * For ours, what is not among them is as our profile of the runner has it.
 */
public final class WindowsArm {

  private WindowsArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, WindowsArm::work);
  }

  private static void work(String... args) {
    WindowsOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(WindowsOptions.class);
    if (options.getGrouping() == Grouping.SUMMERBEAM) {
      ProfileDefaults.apply(options, args);
    }
    Readings readings = new Readings(options.getKeys(), options.getPerWindow());
    Pipeline pipeline = Pipeline.create(options);
    options
        .getGrouping()
        .group(
            pipeline.apply("Numbers", Numbers.of(options.getRecords(), readings.pace())),
            readings,
            options.isSliding());
    pipeline.run().waitUntilFinish();
  }
}
