package io.summerbeam.samples.deadletters;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code dead-letters list}. */
public interface ListOptions extends ShowingOptions {

  /** How many are shown. */
  @Description("How many are shown at most.")
  @Default.Integer(100)
  int getLimit();

  /** See {@link #getLimit}. */
  void setLimit(int limit);
}
