package io.summerbeam.samples.validate;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.failure.DeadLetters;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * {@code ./summerbeam run validate}: checks the records of files against expectations. Every record
 * is written, dropped where an expectation says so, or a dead letter with its bytes and the names
 * of all expectations it failed.
 */
public final class ValidateJob implements Job<ValidateOptions> {

  private static final String PREFIX = "valid";
  private static final String OPTION = "--expectations";

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String summary() {
    return "Checks the records of files, JSON lines or CSV, against expectations.";
  }

  @Override
  public Class<ValidateOptions> optionsType() {
    return ValidateOptions.class;
  }

  @Override
  public void check(ValidateOptions options) {
    FileArguments.requireFiles(OPTION, options.getExpectations());
    RecordFiles.check(options);
  }

  @Override
  public void build(Pipeline pipeline, ValidateOptions options) {
    ExpectationFile expectations = load(options.getExpectations());
    RecordFiles files = RecordFiles.of(options);
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      PCollection<Row> records = pipeline.apply("Read", files.read().withDeadLetters(dead));
      validated(records, expectations, files, dead)
          .apply("Write", files.write(options.getOutput(), PREFIX).withDeadLetters(dead));
    }
  }

  @Override
  public List<String> results(ValidateOptions options) {
    return List.of(
        "valid         " + RecordFiles.written(options, PREFIX),
        "dead letters  " + RecordFiles.deadLetters(options));
  }

  private static ExpectationFile load(String file) {
    try {
      return ExpectationFile.load(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException(OPTION + ": " + e.getMessage());
    }
  }

  private static PCollection<Row> validated(
      PCollection<Row> records, ExpectationFile expectations, RecordFiles files, DeadLetters dead) {
    try {
      return records.apply(
          "Validate", expectations.validate(records.getPipeline()).withDeadLetters(dead));
    } catch (IllegalArgumentException e) {
      throw files.refused(OPTION, e);
    }
  }
}
