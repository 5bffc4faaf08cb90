package io.summerbeam.samples.validate;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.validate.Expectations;
import io.summerbeam.transforms.validate.Validate;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/**
 * {@code ./summerbeam run validate}: checks the records of files against expectations. Every record
 * is written, dropped where an expectation says so, or a dead letter with its bytes and the names of
 * all expectations it failed.
 */
public final class ValidateJob implements Job<ValidateOptions> {

  private static final String PREFIX = "valid";

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
    FileArguments.requireFiles("--expectations", options.getExpectations());
    RecordFiles.check(options);
  }

  @Override
  public void build(Pipeline pipeline, ValidateOptions options) {
    Validate validate = load(options.getExpectations());
    RecordFiles files = RecordFiles.of(options);
    try {
      // Before the pipeline is built, to say which option does not fit.
      validate.outputSchema(files.schema());
    } catch (IllegalArgumentException e) {
      throw files.refused("--expectations", e);
    }
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      pipeline
          .apply("Read", files.read().withDeadLetters(dead))
          .apply("Validate", validate.withDeadLetters(dead))
          .apply("Write", files.write(options.getOutput(), PREFIX).withDeadLetters(dead));
    }
  }

  @Override
  public List<String> results(ValidateOptions options) {
    return List.of(
        "valid         " + RecordFiles.written(options, PREFIX),
        "dead letters  " + RecordFiles.deadLetters(options));
  }

  private static Validate load(String file) {
    try {
      return Expectations.load(file).toValidate();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--expectations: " + e.getMessage());
    }
  }
}
