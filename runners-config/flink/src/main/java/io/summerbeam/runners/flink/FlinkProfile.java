package io.summerbeam.runners.flink;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.source.SourceOptions;
import io.summerbeam.sdk.state.StateOptions;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The Flink runner. Defaults set where the user gave none:
 *
 * <ul>
 *   <li>{@code flinkMaster}: {@code [local]}, a Flink in this process.
 *   <li>{@code parallelism}, with a local Flink: the number of processors, at most {@value
 *       #LOCAL_PARALLELISM_LIMIT}, because the network buffers of a local Flink are for no more. On
 *       a cluster it is left to the cluster's configuration.
 *   <li>{@code stateBuckets}, with a local Flink and {@code --streaming}: {@value
 *       #LOCAL_STATE_BUCKETS}, so that a bundle has several records for each. In batch, where
 *       bundles are long and a bucket is in memory as a whole, and on a cluster it stays {@value
 *       StateOptions#DEFAULT_STATE_BUCKETS}, whatever the parallelism, because state cannot be
 *       restored into another number of them.
 *   <li>{@code windowsInState}: true. In batch each task then has all windows of the groups of one
 *       bucket in memory; see {@link StateOptions#getWindowsInState} for how much that is.
 *   <li>{@code maxBundleTimeMills}, with {@code --streaming}: {@value #STREAMING_BUNDLE_MILLIS}.
 *       Every step that works in bundles holds back what came since the bundle began, and the
 *       watermark with it; with Beam's default of a second a slow stream is late by a second a
 *       step. Beam's sources put out a watermark five times in that time, unless {@code
 *       autoWatermarkInterval} is given.
 *   <li>{@code finishBundleBeforeCheckpointing}: true, and false is refused where there are
 *       checkpoints. Else what a step puts out at the end of a bundle, which a checkpoint has
 *       ended, may be overtaken by the watermark and be late without being so.
 *   <li>{@code numConcurrentCheckpoints}, with checkpoints that are aligned: {@value
 *       #CONCURRENT_CHECKPOINTS}. Beam's runner holds back what a step with stable input must not
 *       have before a checkpoint is complete, in one buffer more than that number, in turn. Those
 *       of the checkpoints that were under way when a job failed are full when it goes on, and each
 *       that is begun until the next is complete fills another. When the turn comes to a full one,
 *       records behind a checkpoint are in it and leave with what is before: too early, and a
 *       failure in that time numbers them anew in a sink that writes exactly once. With Beam's
 *       default of one that is so after every failure, with this one where checkpoints take eight
 *       times their interval. With fewer than {@value #MIN_CONCURRENT_CHECKPOINTS} there is no
 *       stable input, and such a sink is refused. It costs something where a checkpoint takes
 *       longer than its interval: so many of them are then under way. Without such a sink, give 1.
 *   <li>{@code externalizedCheckpointsEnabled}, with checkpoints: true, and with it {@code
 *       retainExternalizedCheckpointsOnCancellation}, so that a job that fails for good, or is
 *       cancelled, leaves its last one behind, where there is a folder for them ({@code
 *       --stateBackendStoragePath} with {@code --stateBackend}, or the cluster's configuration);
 *       without a folder it changes nothing. Flink deletes them else, and what is only in them
 *       (open windows, what a sink holds until the next one) is gone, although the offsets of what
 *       was read may be committed. Nobody but you deletes that one then.
 *   <li>{@code objectReuse}: true. Records are not copied between operators, so no DoFn may change
 *       its input; Beam forbids that on every runner.
 *   <li>{@code fasterCopy}: true in batch. In streaming and with checkpoints it stays false, and
 *       true is refused with checkpoints: values of state would not be copied, and a checkpoint on
 *       the heap, which is written while records go on, would have in it what a Combine has added
 *       since it was begun. After a failure that would be counted twice.
 * </ul>
 *
 * <p>Checkpoints stay off unless {@code --checkpointingInterval} is given, because a streaming
 * pipeline with a source that ends would never end with them. {@code splitBySource} is refused: a
 * stream would not wait for the parts of such a source, and read nothing. A stream is refused where
 * {@code --streaming} was not said: Beam's runner would run it, but with the defaults of a batch
 * job.
 */
public final class FlinkProfile implements RunnerProfile {

  /** The highest parallelism that is chosen by itself for a local Flink. */
  public static final int LOCAL_PARALLELISM_LIMIT = 8;

  /** The default of {@code --stateBuckets} in streaming with a local Flink. */
  public static final int LOCAL_STATE_BUCKETS = 64;

  /** The default of {@code --maxBundleTimeMills} in streaming. */
  public static final long STREAMING_BUNDLE_MILLIS = 100;

  /** The default of {@code --numConcurrentCheckpoints} with checkpoints. */
  public static final int CONCURRENT_CHECKPOINTS = 16;

  /** The fewest {@code --numConcurrentCheckpoints} with which input is stable. */
  public static final int MIN_CONCURRENT_CHECKPOINTS = 2;

  private static final String LOCAL = "[local]";
  private static final List<String> SPECIAL_MASTERS = List.of(LOCAL, "[auto]", "[collection]");

  @Override
  public String runner() {
    return "FlinkRunner";
  }

  @Override
  public void defaults(PipelineOptions options, Set<String> given) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (!given.contains("flinkMaster")) {
      flink.setFlinkMaster(LOCAL);
    }
    checkMaster(flink.getFlinkMaster());
    if (given.contains("parallelism")) {
      checkParallelism("parallelism", flink.getParallelism());
    } else if (flink.getFlinkMaster().equals(LOCAL)) {
      flink.setParallelism(
          Math.min(Runtime.getRuntime().availableProcessors(), LOCAL_PARALLELISM_LIMIT));
    }
    if (given.contains("maxParallelism")) {
      checkParallelism("maxParallelism", flink.getMaxParallelism());
    }
    StateOptions state = options.as(StateOptions.class);
    if (!given.contains("stateBuckets")
        && flink.isStreaming()
        && flink.getFlinkMaster().equals(LOCAL)) {
      state.setStateBuckets(LOCAL_STATE_BUCKETS);
    }
    if (!given.contains("windowsInState")) {
      state.setWindowsInState(true);
    }
    if (!given.contains("maxBundleTimeMills") && flink.isStreaming()) {
      flink.setMaxBundleTimeMills(STREAMING_BUNDLE_MILLIS);
    }
    checkpoints(flink, given);
    finishBundles(flink, given);
    if (options.as(SourceOptions.class).getSplitBySource()) {
      throw new UsageException(
          "--splitBySource must be false on Flink, but was: true. A stream would read nothing.");
    }
    copies(flink, given);
    if (!given.contains("objectReuse")) {
      flink.setObjectReuse(true);
    }
  }

  @Override
  public RunnerCapabilities capabilities(PipelineOptions options) {
    RunnerCapabilities capabilities =
        RunnerCapabilities.all()
            .without(
                // It loses elements of equal timestamps.
                Capability.ORDERED_LIST_STATE,
                Capability.MULTIMAP_STATE,
                Capability.MERGING_WINDOW_STATE)
            .withoutInBatch(Capability.STABLE_INPUT)
            .withoutInStreaming(Capability.UNANNOUNCED_STREAMING);
    return hasStableInput(options.as(FlinkPipelineOptions.class))
        ? capabilities
        : capabilities.withoutInStreaming(Capability.STABLE_INPUT);
  }

  private static boolean hasStableInput(FlinkPipelineOptions flink) {
    return flink.getCheckpointingInterval() > 0
        && !flink.getUnalignedCheckpointEnabled()
        && flink.getNumConcurrentCheckpoints() >= MIN_CONCURRENT_CHECKPOINTS;
  }

  private static void checkpoints(FlinkPipelineOptions flink, Set<String> given) {
    if (flink.getCheckpointingInterval() <= 0) {
      return;
    }
    // Flink takes only one of those that are not aligned.
    if (!given.contains("numConcurrentCheckpoints") && !flink.getUnalignedCheckpointEnabled()) {
      flink.setNumConcurrentCheckpoints(CONCURRENT_CHECKPOINTS);
    }
    if (!given.contains("externalizedCheckpointsEnabled")) {
      flink.setExternalizedCheckpointsEnabled(true);
      // Beam would else have them deleted when the job is cancelled, whatever the cluster says.
      if (!given.contains("retainExternalizedCheckpointsOnCancellation")) {
        flink.setRetainExternalizedCheckpointsOnCancellation(true);
      }
    }
  }

  private static void finishBundles(FlinkPipelineOptions flink, Set<String> given) {
    if (!given.contains("finishBundleBeforeCheckpointing")) {
      flink.setFinishBundleBeforeCheckpointing(true);
    } else if (!flink.getFinishBundleBeforeCheckpointing()
        && flink.getCheckpointingInterval() > 0) {
      throw new UsageException(
          "--finishBundleBeforeCheckpointing must be true with checkpoints, but was: false."
              + " Records would be late that are not.");
    }
  }

  private static void copies(FlinkPipelineOptions flink, Set<String> given) {
    if (!given.contains("fasterCopy")) {
      flink.setFasterCopy(!flink.isStreaming() && flink.getCheckpointingInterval() <= 0);
    } else if (flink.getFasterCopy() && flink.getCheckpointingInterval() > 0) {
      throw new UsageException(
          "--fasterCopy must be false with checkpoints, but was: true. State would change while a"
              + " checkpoint of it is written. --objectReuse spares the copies between steps.");
    }
  }

  private static void checkMaster(String master) {
    if (master.isBlank() || (master.startsWith("[") && !SPECIAL_MASTERS.contains(master))) {
      throw new UsageException(
          "--flinkMaster must be host:port or one of "
              + String.join(", ", SPECIAL_MASTERS)
              + ", but was: "
              + master
              + NearestName.to(master, SPECIAL_MASTERS)
                  .map(nearest -> ". Did you mean '" + nearest + "'?")
                  .orElse(""));
    }
  }

  private static void checkParallelism(String name, int parallelism) {
    if (parallelism < 1) {
      throw new UsageException("--" + name + " must be positive, but was: " + parallelism);
    }
  }
}
