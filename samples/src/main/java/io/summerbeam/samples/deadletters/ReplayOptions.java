package io.summerbeam.samples.deadletters;

import io.summerbeam.transforms.deadletter.Replay;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of {@code dead-letters replay}. */
public interface ReplayOptions extends StoreOptions {

  /** Where the records go. */
  @Description(
      "Where the records go: a folder, which gets replayed-*.jsonl for a job to read"
          + " (--input='FOLDER/*.jsonl').")
  @Validation.Required
  String getTo();

  /** See {@link #getTo}. */
  void setTo(String to);

  /** What is mended. */
  @Description(
      "Sets a field to the value of a CEL expression on the record before it goes: 'distance=66',"
          + " \"origin=origin == 'XX' ? 'DTW' : origin\". May be given more than once.")
  @Nullable List<String> getSet();

  /** See {@link #getSet}. */
  void setSet(@Nullable List<String> set);

  /** When a record is given up. */
  @Description(
      "How many times a record is tried, the first time included; after that it is parked.")
  @Default.Integer(Replay.DEFAULT_MAX_ATTEMPTS)
  int getMaxAttempts();

  /** See {@link #getMaxAttempts}. */
  void setMaxAttempts(int maxAttempts);

  /** Whether nothing is done. */
  @Description("Says what would be done, and does nothing.")
  boolean isDryRun();

  /** See {@link #isDryRun}. */
  void setDryRun(boolean dryRun);
}
