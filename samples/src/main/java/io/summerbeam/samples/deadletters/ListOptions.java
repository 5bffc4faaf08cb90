package io.summerbeam.samples.deadletters;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** The options of {@code dead-letters list}. */
public interface ListOptions extends ShowingOptions {

  /** How many are shown. */
  @Description("How many are shown at most. Without it, 100, and with --json all of them.")
  @Nullable Integer getLimit();

  /** See {@link #getLimit}. */
  void setLimit(@Nullable Integer limit);
}
