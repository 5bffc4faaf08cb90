package io.summerbeam.benchmarks.enrich.changelog;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface ChangelogOptions extends PipelineOptions {

  /** How many trades. */
  @Description("How many trades there are.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** How many symbols. */
  @Description("How many symbols have prices.")
  int getKeys();

  /** See {@link #getKeys}. */
  void setKeys(int keys);

  /** How. */
  @Description("How trades meet prices: NOTHING, STATE or WINDOWS.")
  @Validation.Required
  Joining getJoining();

  /** See {@link #getJoining}. */
  void setJoining(Joining joining);
}
