package io.summerbeam.sdk.source;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Pipeline options of what reads; the runner profiles set them. */
public interface SourceOptions extends PipelineOptions {

  /**
   * Whether what is read to its end, and has to ask another system for its parts, is a source of
   * Beam; else one step asks for the parts and the next reads them. The records are the same. Worth
   * it on Spark, which keeps the parts that a source has given once, and works a step out again
   * when it has lost what came out of it: there may be other parts then, while some of the old ones
   * have been read, and records are lost or come twice. Not for Flink: in a stream, Beam 2.70 tells
   * its workers that a source has no parts while it is still asked for them, and reads it as if it
   * were empty.
   */
  @Description(
      "Whether what is read to its end is asked for its parts by a source instead of a step: for"
          + " Spark, which keeps the parts of a source; not for Flink, which may read nothing.")
  @Default.Boolean(false)
  boolean getSplitBySource();

  /** See {@link #getSplitBySource}. */
  void setSplitBySource(boolean bySource);

  /** Makes the options known to every command line. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(SourceOptions.class);
    }
  }
}
