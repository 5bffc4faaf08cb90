package io.summerbeam.samples.validate;

import io.summerbeam.samples.files.RecordOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of the validate job. */
public interface ValidateOptions extends RecordOptions {

  /** What is expected. */
  @Description("The file with the expectations, YAML: what records must be, and what else happens.")
  @Validation.Required
  String getExpectations();

  /** See {@link #getExpectations}. */
  void setExpectations(String expectations);

  /** What dead letters may hold. */
  @Description(
      "The file with the policy, YAML, whose section dead_letters says what dead letters may hold."
          + " Without it they hold the bytes that were read, in clear.")
  @Nullable String getPolicy();

  /** See {@link #getPolicy}. */
  void setPolicy(@Nullable String policy);
}
