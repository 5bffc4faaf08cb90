package io.summerbeam.runners;

import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a runner module tells about its runner. Found by {@link java.util.ServiceLoader}; a class
 * path has the profiles of the runners it has.
 */
public interface RunnerProfile {

  /** The name for {@code --runner}: the simple name of the runner's class. */
  String runner();

  /**
   * Checks the runner's options, and sets better defaults than the runner's own.
   *
   * @param options the options; {@code runner} and {@code jobName} are set
   * @param given the names of the options the user gave; these are never changed
   * @throws UsageException if a given value cannot be right
   */
  void defaults(PipelineOptions options, Set<String> given);

  /** What the runner can do with these options. */
  RunnerCapabilities capabilities(PipelineOptions options);

  /**
   * Adds to a pipeline that is complete, and that the runner can run, what the runner needs
   * besides.
   */
  default void prepare(Pipeline pipeline) {}
}
