package io.summerbeam.sdk.lookup;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Pipeline options of the transforms that look up; the runner profiles set them. */
public interface LookupOptions extends PipelineOptions {

  /**
   * Whether a lookup stays open for a while when no instance of a step has it any more, unless the
   * step says for how long. Worth it on Spark, which makes new instances for each micro-batch and
   * each partition. Elsewhere instances live until the job ends, and a cluster that unloads its
   * classes then (a session of Flink) may not be able to close the lookup later.
   */
  @Description(
      "Whether lookups stay open for a while when no instance of their step is left: for Spark,"
          + " which makes new instances for each micro-batch and each partition.")
  @Default.Boolean(false)
  boolean getKeepLookups();

  /** See {@link #getKeepLookups}. */
  void setKeepLookups(boolean keep);

  /** Makes the options known to every command line. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(LookupOptions.class);
    }
  }
}
