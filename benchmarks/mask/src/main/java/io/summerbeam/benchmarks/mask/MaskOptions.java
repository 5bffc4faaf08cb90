package io.summerbeam.benchmarks.mask;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface MaskOptions extends PipelineOptions {

  /** How many people. */
  @Description("How many people are masked.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** By whom. */
  @Description("Who masks them: BY_HAND, IDIOMATIC or SUMMERBEAM.")
  @Validation.Required
  Masking getMasking();

  /** See {@link #getMasking}. */
  void setMasking(Masking masking);
}
