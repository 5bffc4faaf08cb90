package io.summerbeam.samples.mask;

import io.summerbeam.samples.files.RecordOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of the jobs that mask and unmask. */
public interface PolicyOptions extends RecordOptions {

  /** What is masked how. */
  @Description(
      "The file with the policy, YAML: what is masked how. ./summerbeam mask explain shows what it"
          + " does. Columns of CSV that it treats as texts (hash, redact, ...) are read as texts where"
          + " the schema is inferred: 007 stays 007.")
  @Validation.Required
  String getPolicy();

  /** See {@link #getPolicy}. */
  void setPolicy(String policy);

  /** Keys from somewhere else. */
  @Description(
      "Keys from somewhere else than the policy says: NAME=REFERENCE,... with the policy's name and"
          + " env:VARIABLE or file:PATH.")
  @Nullable String getKeys();

  /** See {@link #getKeys}. */
  void setKeys(@Nullable String keys);
}
