package io.summerbeam.samples.deadletters;

import io.summerbeam.transforms.deadletter.Replay;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of {@code dead-letters replay}. */
public interface ReplayOptions extends StoreOptions, PayloadOptions {

  /** Where the records go. */
  @Description(
      "Where the records go: a folder, which gets replayed-*.jsonl for a job to read"
          + " (--input='FOLDER/*.jsonl'); kafka:TOPIC; kafka: for the topics they came from; or"
          + " jdbc:postgresql://HOST:PORT/NAME, with --toTable. A topic gets payloads as they are;"
          + " a folder and a table get JSON, and with --format the rows of payloads that are none."
          + " How to get there is said as for STORE. From topics to topics of the same brokers, and"
          + " from a table to a table of the same database, each is delivered once, else at least"
          + " once.")
  @Validation.Required
  String getTo();

  /** See {@link #getTo}. */
  void setTo(String to);

  /** The table they go to. */
  @Description("The table that --to=jdbc:postgresql://... means: TABLE or SCHEMA.TABLE.")
  @Nullable String getToTable();

  /** See {@link #getToTable}. */
  void setToTable(@Nullable String toTable);

  /** The key of that table. */
  @Description(
      "A column of the key of that table; a row that is there is replaced then. May be given more"
          + " than once. Without it, rows are inserted.")
  @Nullable List<String> getUpsertBy();

  /** See {@link #getUpsertBy}. */
  void setUpsertBy(@Nullable List<String> upsertBy);

  /** Which of two rows is the newer one. */
  @Description(
      "A column, a whole number (no numeric) or a time, that says which row is newer: with --upsertBy a row that"
          + " is there is not replaced by an older one, which came late because it was repaired.")
  @Nullable String getUpsertVersion();

  /** See {@link #getUpsertVersion}. */
  void setUpsertVersion(@Nullable String upsertVersion);

  /** What is mended. */
  @Description(
      "Sets a field to the value of a CEL expression on the record before it goes: 'distance=66',"
          + " \"origin=origin == 'XX' ? 'DTW' : origin\". May be given more than once. Payloads"
          + " that are no JSON need --format.")
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

  /** Whether masked ones go, too. */
  @Description(
      "Delivers payloads that a policy has masked as well, as they are: what stands in the place of"
          + " the data is data then. Without it they are refused.")
  boolean isAllowMasked();

  /** See {@link #isAllowMasked}. */
  void setAllowMasked(boolean allowMasked);

  /** Whether nothing is done. */
  @Description("Says what would be done, and does nothing.")
  boolean isDryRun();

  /** See {@link #isDryRun}. */
  void setDryRun(boolean dryRun);
}
