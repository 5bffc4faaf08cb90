package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import io.summerbeam.benchmarks.windows.CheckpointSize;
import io.summerbeam.benchmarks.windows.Events;
import io.summerbeam.benchmarks.windows.Numbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Events from memory, each let through once, into a checksum: {@code --records=N --keys=N
 * --dropping=VALUE_STATE --runner=RUNNER}, {@code --buckets=N}, {@code --measuringState}, and the
 * runner's options. For ours, what is not among them is as our profile of the runner has it.
 */
public final class DedupArm {

  private DedupArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, DedupArm::work);
  }

  private static void work(String... args) throws Exception {
    if (options(args).isMeasuringState()) {
      Path checkpoints = Files.createTempDirectory("checkpoints");
      List<String> all = new ArrayList<>(List.of(args));
      // What is in a bundle and not in its state yet would be missing; our profile does that, too.
      all.add("--checkpointingInterval=" + CheckpointSize.INTERVAL_MILLIS);
      // What fails is to be seen; with checkpoints Flink would start it again for ever.
      all.add("--numberOfExecutionRetries=0");
      all.add("--stateBackend=filesystem");
      all.add("--stateBackendStoragePath=" + checkpoints.toUri());
      all.add("--finishBundleBeforeCheckpointing=true");
      CheckpointSize.report(checkpoints, () -> run(all.toArray(new String[0])));
      return;
    }
    run(args);
  }

  private static void run(String... args) {
    DedupOptions options = options(args);
    if (options.getDropping() == Dropping.SUMMERBEAM) {
      ProfileDefaults.apply(options, args);
    }
    Events events = new Events(options.getKeys());
    Numbers numbers = Numbers.of(options.getRecords(), events.pace());
    Pipeline pipeline = Pipeline.create(options);
    options
        .getDropping()
        .drop(
            pipeline.apply(
                "Numbers", options.isMeasuringState() ? numbers.standingStillAtTheEnd() : numbers),
            events,
            options.getBuckets());
    pipeline.run().waitUntilFinish();
  }

  private static DedupOptions options(String... args) {
    return PipelineOptionsFactory.fromArgs(args).withValidation().as(DedupOptions.class);
  }
}
