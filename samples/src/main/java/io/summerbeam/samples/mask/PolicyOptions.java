package io.summerbeam.samples.mask;

import io.summerbeam.samples.files.RecordOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** The options of the jobs that mask and unmask. */
public interface PolicyOptions extends RecordOptions {

  /** What is masked how. */
  @Description(
      "The file with the policy, YAML: what is masked how. ./summerbeam mask explain shows what it"
          + " does.")
  @Validation.Required
  String getPolicy();

  /** See {@link #getPolicy}. */
  void setPolicy(String policy);
}
