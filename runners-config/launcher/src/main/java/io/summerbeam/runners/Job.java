package io.summerbeam.runners;

import java.io.Closeable;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A pipeline that can be started by its name.
 *
 * <p>The launcher calls {@link #check}, {@link #start} and {@link #build}, runs the pipeline until
 * it ends or {@link #isOver}, prints {@link #results} when it is done, and closes what was started.
 * While a job runs, {@code System.out} and {@code System.err} go to the log file.
 *
 * @param <OptionsT> the options of the job
 */
public interface Job<OptionsT extends PipelineOptions> {

  /** The name on the command line, and the default of {@code --jobName}: {@code flights}. */
  String name();

  /** One line that says what the job does. */
  String summary();

  /**
   * The options of the job: a public interface whose getters have a {@code @Description} and, where
   * there is one, a {@code @Default}. Both are shown by {@code help}.
   */
  Class<OptionsT> optionsType();

  /**
   * Whether the pipeline reads a stream with these options, which have not been checked yet: {@code
   * --streaming} is then set, so that runners choose what is good for a stream. A stream that is
   * not announced is refused on Flink and Spark. The default says no.
   */
  default boolean isStream(OptionsT options) {
    return false;
  }

  /**
   * Checks the options before anything is built: that a pattern matches something, that a target is
   * empty. The default accepts all.
   *
   * @throws UsageException if an option cannot be used
   */
  default void check(OptionsT options) {}

  /**
   * Starts what must be there while the job runs: a server, a folder. It may set options that were
   * left open to what it started, for {@link #build}. The default starts nothing.
   *
   * @return what ends it again; closed once when the run is over, however it ended, and when the
   *     process is told to end. What fails here closes itself what it began.
   * @throws UsageException if it shows only here that an option cannot be used
   */
  default Closeable start(OptionsT options) {
    return () -> {};
  }

  /**
   * Applies the transforms of the job; does not run it.
   *
   * @throws UsageException if it shows only here that an option cannot be used
   */
  void build(Pipeline pipeline, OptionsT options);

  /**
   * Whether all is done, asked again and again while the pipeline runs: a stream does not end by
   * itself. The pipeline is then cancelled, and the run has succeeded. What is thrown here fails
   * it. The default leaves it to the pipeline.
   */
  default boolean isOver(OptionsT options) {
    return false;
  }

  /** Lines for the end of the summary: where the output is. The default has none. */
  default List<String> results(OptionsT options) {
    return List.of();
  }
}
