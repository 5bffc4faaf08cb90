package io.summerbeam.runners;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The launcher's own options, which every job has. */
public interface LauncherOptions extends PipelineOptions {

  /** Whether the log goes to the terminal too, with all stack traces. */
  @Description("Show the whole log and the stack traces on the terminal.")
  @Default.Boolean(false)
  boolean isDebug();

  /** See {@link #isDebug}. */
  void setDebug(boolean debug);
}
