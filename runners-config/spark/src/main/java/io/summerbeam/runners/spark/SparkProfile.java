package io.summerbeam.runners.spark;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.lookup.LookupOptions;
import io.summerbeam.sdk.source.SourceOptions;
import io.summerbeam.sdk.state.StateOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The Spark runner. Defaults set where the user gave none:
 *
 * <ul>
 *   <li>{@code sparkMaster}: {@code local[N]}, a Spark in this process, N the number of processors.
 *   <li>{@code checkpointDir}: a new directory for each run under that of temporary files. Spark's
 *       own default goes by the job's name, so that a streaming job would take up the state of the
 *       one before. To survive a restart a streaming job needs a durable one.
 *   <li>{@code storageLevel}: {@value #STORAGE_LEVEL}. Beam keeps what is read twice, as the output
 *       of each step that has dead letters. With Beam's own default, memory alone, what does not
 *       fit is forgotten and worked out again; a step that does not come to the same result twice,
 *       a lookup that fails once, would lose the record or have it in both outputs. That remains
 *       possible where an executor is lost with what it keeps. In memory and on disk takes no less
 *       time, and leaves less heap to the steps.
 *   <li>{@code keepLookups}: true, as Spark makes new instances of the steps for each micro-batch.
 *   <li>{@code windowsInState}, without {@code --streaming}: true. Each task then has the windows
 *       of all groups of one bucket in memory, what was gathered for them, and results of them; see
 *       {@link StateOptions#getWindowsInState} for how much that is. With {@code --streaming} it
 *       stays false, as there are no event-time timers.
 *   <li>{@code splitBySource}: true, and false is refused, as Spark keeps the parts that a source
 *       has given, and works a step out again.
 *   <li>With a local Spark the system properties {@code spark.ui.enabled=false} and {@code
 *       spark.driver.host}, {@code spark.driver.bindAddress} of this machine alone.
 * </ul>
 *
 * <p>Outputs of a step that nobody reads get a reader, as Beam's runner fails at them with any
 * {@code storageLevel} but its own. Who runs a pipeline without the launcher calls {@link #prepare}
 * for that.
 *
 * <p>A stream is refused where {@code --streaming} was not said: Beam's runner would run it, but
 * with the defaults of a batch job.
 */
public final class SparkProfile implements RunnerProfile {

  /** The default of {@code --storageLevel}. */
  public static final String STORAGE_LEVEL = "DISK_ONLY";

  // Without a match Spark tells it only when it starts, from deep inside.
  private static final Pattern MASTER =
      Pattern.compile(
          "local|local\\[(\\d+|\\*)(, *\\d+)?\\]|local-cluster\\[[^\\]]+\\]|spark://.+|k8s://.+|yarn");

  private static final Map<String, String> LOCAL_PROPERTIES =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");

  @Override
  public String runner() {
    return "SparkRunner";
  }

  @Override
  public void defaults(PipelineOptions options, Set<String> given) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    if (!given.contains("sparkMaster")) {
      spark.setSparkMaster("local[" + Runtime.getRuntime().availableProcessors() + "]");
    }
    checkMaster(spark.getSparkMaster());
    if (!given.contains("checkpointDir")) {
      spark.setCheckpointDir(
          Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "summerbeam-spark-" + options.getJobName() + "-" + System.currentTimeMillis())
              .toString());
    }
    if (!given.contains("storageLevel")) {
      spark.setStorageLevel(STORAGE_LEVEL);
    }
    if (!given.contains("keepLookups")) {
      options.as(LookupOptions.class).setKeepLookups(true);
    }
    if (!given.contains("windowsInState") && !spark.isStreaming()) {
      options.as(StateOptions.class).setWindowsInState(true);
    }
    if (!given.contains("splitBySource")) {
      options.as(SourceOptions.class).setSplitBySource(true);
    } else if (!options.as(SourceOptions.class).getSplitBySource()) {
      throw new UsageException(
          "--splitBySource must be true on Spark, but was: false. With a lost executor records"
              + " would be lost, or come twice.");
    }
    if (spark.getSparkMaster().startsWith("local")) {
      LOCAL_PROPERTIES.forEach(
          (name, value) -> {
            if (System.getProperty(name) == null) {
              System.setProperty(name, value);
            }
          });
    }
  }

  @Override
  public RunnerCapabilities capabilities(PipelineOptions options) {
    return RunnerCapabilities.all()
        .without(
            Capability.UNBOUNDED_SPLITTABLE_DOFN,
            Capability.ON_WINDOW_EXPIRATION,
            Capability.STABLE_INPUT,
            Capability.ORDERED_LIST_STATE,
            Capability.MULTIMAP_STATE,
            Capability.MERGING_WINDOW_STATE)
        .withoutInStreaming(
            // It would do all of the work, and then fail, because there is nothing left to start.
            Capability.BOUNDED_STREAMING,
            Capability.UNANNOUNCED_STREAMING,
            Capability.EVENT_TIME_TIMERS,
            Capability.RESETTABLE_PROCESSING_TIME_TIMERS,
            Capability.BOUNDED_SPLITTABLE_DOFN,
            Capability.TIME_SORTED_INPUT,
            Capability.UNBOUNDED_SIDE_INPUT);
  }

  @Override
  public void prepare(Pipeline pipeline) {
    UnreadOutputs.read(pipeline);
  }

  private static void checkMaster(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw new UsageException(
          "--sparkMaster must be local[N], spark://host:port, yarn or k8s://url, but was: "
              + master);
    }
  }
}
