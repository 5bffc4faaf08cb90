package io.summerbeam.benchmarks.windows.aggregate;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface WindowsOptions extends PipelineOptions {

  /** How many readings. */
  @Description("How many readings there are.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** How many sensors. */
  @Description("How many sensors there are.")
  int getKeys();

  /** See {@link #getKeys}. */
  void setKeys(int keys);

  /** How many readings five minutes have. */
  @Description("How many readings five minutes have.")
  long getPerWindow();

  /** See {@link #getPerWindow}. */
  void setPerWindow(long perWindow);

  /** Which windows. */
  @Description("Whether windows are an hour long every five minutes; else they are five minutes.")
  boolean isSliding();

  /** See {@link #isSliding}. */
  void setSliding(boolean sliding);

  /** By whom. */
  @Description("BY_HAND, SUMMERBEAM or GROUP.")
  @Validation.Required
  Grouping getGrouping();

  /** See {@link #getGrouping}. */
  void setGrouping(Grouping grouping);
}
