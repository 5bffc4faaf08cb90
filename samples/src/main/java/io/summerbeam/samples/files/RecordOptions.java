package io.summerbeam.samples.files;

import io.summerbeam.runners.FileArguments;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The options of a job that reads records, does something with each, and writes them again. */
public interface RecordOptions extends PipelineOptions {

  /** Where the records are. */
  @Description(
      "The records: a file or a pattern. CSV with a header where the names end in .csv or .tsv, else"
          + " JSON lines; either may be compressed (.gz, .bz2, .zst). They are written as they came.")
  @Validation.Required
  String getInput();

  /** See {@link #getInput}. */
  void setInput(String input);

  /** What the records look like. */
  @Description(
      "The file with the schema of the records, Avro or JSON Schema; keys and columns that it does"
          + " not have are left out. Without it, the schema is inferred: the whole input is read once"
          + " more, before the job starts. CSV with a header and nothing else has nullable texts; JSON"
          + " lines without a record need a schema.")
  @Nullable String getSchema();

  /** See {@link #getSchema}. */
  void setSchema(@Nullable String schema);

  /** What stands between two columns. */
  @Description(
      "What stands between two columns of CSV: one character, or tab. Without it, a comma, in .tsv a"
          + " tab.")
  @Nullable String getDelimiter();

  /** See {@link #getDelimiter}. */
  void setDelimiter(@Nullable String delimiter);

  /** Where the records go. */
  @Description("The folder for the records; it must be empty or absent.")
  @Validation.Required
  String getOutput();

  /** See {@link #getOutput}. */
  void setOutput(String output);

  /** Where the dead letters go. */
  @Description(
      "The folder for the dead letters (dead-letters-*.jsonl); it must be empty or absent.")
  @Default.InstanceFactory(BesideOutput.class)
  String getDeadLetters();

  /** See {@link #getDeadLetters}. */
  void setDeadLetters(String deadLetters);

  /** The folder {@code dead-letters} in the output's. */
  final class BesideOutput implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      String output = options.as(RecordOptions.class).getOutput();
      // The help asks without an output.
      return FileArguments.inFolder(output == null ? "OUTPUT" : output, "dead-letters");
    }
  }
}
