package io.summerbeam.samples.mask;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of {@code mask explain}. */
public interface ExplainOptions extends PipelineOptions {

  /** What is explained. */
  @Description("The file with the policy, YAML.")
  @Validation.Required
  String getPolicy();

  /** See {@link #getPolicy}. */
  void setPolicy(String policy);

  /** What the records look like. */
  @Description("The file with the schema of the records, Avro or JSON Schema.")
  @Nullable String getSchema();

  /** See {@link #getSchema}. */
  void setSchema(@Nullable String schema);

  /** Records to infer the schema from. */
  @Description(
      "The records, where there is no schema: a file or a pattern. All of them are read, to infer"
          + " the schema; none is shown.")
  @Nullable String getInput();

  /** See {@link #getInput}. */
  void setInput(@Nullable String input);

  /** What stands between two columns. */
  @Description("What stands between two columns of CSV: one character, or tab.")
  @Nullable String getDelimiter();

  /** See {@link #getDelimiter}. */
  void setDelimiter(@Nullable String delimiter);
}
