package io.summerbeam.samples.validate;

import io.summerbeam.samples.files.RecordOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** The options of the validate job. */
public interface ValidateOptions extends RecordOptions {

  /** What is expected. */
  @Description("The file with the expectations, YAML: what records must be, and what else happens.")
  @Validation.Required
  String getExpectations();

  /** See {@link #getExpectations}. */
  void setExpectations(String expectations);
}
