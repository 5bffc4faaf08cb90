package io.summerbeam.samples.deadletters;

import org.apache.beam.sdk.options.Description;

/** The options of commands that show letters one by one. */
public interface ShowingOptions extends StoreOptions {

  /** Whether data may be shown. */
  @Description(
      "Shows the data, too: payload, key, headers, stack trace, and what libraries said of it.")
  boolean isShowPayload();

  /** See {@link #isShowPayload}. */
  void setShowPayload(boolean showPayload);
}
