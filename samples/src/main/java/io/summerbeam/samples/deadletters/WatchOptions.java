package io.summerbeam.samples.deadletters;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** The options of {@code dead-letters watch}. */
public interface WatchOptions extends ShowingOptions {

  /** After how many it ends. */
  @Description("Ends after this many. Without it, it goes on until it is interrupted (Ctrl-C).")
  @Nullable Integer getLimit();

  /** See {@link #getLimit}. */
  void setLimit(@Nullable Integer limit);
}
