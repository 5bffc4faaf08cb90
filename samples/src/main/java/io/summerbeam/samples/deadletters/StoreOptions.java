package io.summerbeam.samples.deadletters;

import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** Which dead letters are meant, in the options of every {@code dead-letters} command. */
public interface StoreOptions extends KafkaOptions, TableOptions {

  /** Where they are. */
  @Description(
      "Where a job wrote the dead letters to: a folder; kafka:TOPIC, with --bootstrapServers; or"
          + " jdbc:postgresql://HOST:PORT/NAME, with --table, --user and --password.")
  @Validation.Required
  String getStore();

  /** See {@link #getStore}. */
  void setStore(String store);

  /** Those that failed for one of these reasons. */
  @Description("Only those with this reason (malformed, late, ...). May be given more than once.")
  @Nullable List<String> getReason();

  /** See {@link #getReason}. */
  void setReason(@Nullable List<String> reason);

  /** Those that failed in one of these steps. */
  @Description("Only those of this step. May be given more than once.")
  @Nullable List<String> getStep();

  /** See {@link #getStep}. */
  void setStep(@Nullable List<String> step);

  /** Those of one of these pipelines. */
  @Description("Only those of this pipeline. May be given more than once.")
  @Nullable List<String> getPipeline();

  /** See {@link #getPipeline}. */
  void setPipeline(@Nullable List<String> pipeline);

  /** Those of one of these severities. */
  @Description("Only those that are permanent, or retryable.")
  @Nullable List<String> getSeverity();

  /** See {@link #getSeverity}. */
  void setSeverity(@Nullable List<String> severity);

  /** Those with one of these statuses. */
  @Description(
      "Only those that are open, unconfirmed (a replay was interrupted), replayed or parked. May be"
          + " given more than once.")
  @Nullable List<String> getStatus();

  /** See {@link #getStatus}. */
  void setStatus(@Nullable List<String> status);

  /** Those with one of these ids. */
  @Description("Only the one with this id. May be given more than once.")
  @Nullable List<String> getId();

  /** See {@link #getId}. */
  void setId(@Nullable List<String> id);

  /** Those without these ids. */
  @Description("Not the one with this id. May be given more than once.")
  @Nullable List<String> getExceptId();

  /** See {@link #getExceptId}. */
  void setExceptId(@Nullable List<String> exceptId);

  /** Those that failed at or after this time. */
  @Description(
      "Only those that failed at this time or later: 2001-01-31, 2001-01-31T12:00:00Z, or how long"
          + " ago: 90m, 24h, 7d.")
  @Nullable String getSince();

  /** See {@link #getSince}. */
  void setSince(@Nullable String since);

  /** Those that failed before this time. */
  @Description("Only those that failed before this time; written as --since.")
  @Nullable String getUntil();

  /** See {@link #getUntil}. */
  void setUntil(@Nullable String until);

  /** For programs. */
  @Description("Prints JSON for programs.")
  boolean isJson();

  /** See {@link #isJson}. */
  void setJson(boolean json);
}
