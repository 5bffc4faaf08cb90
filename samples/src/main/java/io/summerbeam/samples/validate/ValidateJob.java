package io.summerbeam.samples.validate;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.ReadFileRows;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.samples.mask.Policies;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.MaskPayload;
import io.summerbeam.transforms.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * {@code ./summerbeam run validate}: checks the records of files against expectations. Every record
 * is written, dropped where an expectation says so, or a dead letter with its bytes and the names
 * of all expectations it failed. What dead letters hold of it can be left to a policy.
 *
 * <p>A record of a table that cannot be read ends the job: without it, records that look into the
 * table would be judged wrongly.
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
    String policy = options.getPolicy();
    if (policy != null) {
      FileArguments.requireFiles("--policy", policy);
    }
    RecordFiles.check(options);
  }

  @Override
  public void build(Pipeline pipeline, ValidateOptions options) {
    requireYaml(options.getExpectations());
    RecordFiles files = RecordFiles.of(options);
    ExpectationFile expectations = load(options.getExpectations(), files);
    PayloadPolicy payload = payloadPolicy(options, files);
    // A policy that masks does so in rows; bytes it could only mask where it can parse them.
    ReadFileRows read =
        payload instanceof MaskPayload ? files.read().withoutOriginals() : files.read();
    try (DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(payload)
            .writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      PCollection<Row> records = pipeline.apply("Read", read.withDeadLetters(dead));
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

  /** Before the input is read, which may take long. */
  private static void requireYaml(String file) {
    try {
      YamlFile unused = YamlFile.read(Path.of(file));
    } catch (IllegalArgumentException e) {
      throw new UsageException(OPTION + ": " + e.getMessage());
    }
  }

  private static ExpectationFile load(String file, RecordFiles files) {
    try {
      return ExpectationFile.load(file, files.schema());
    } catch (IllegalArgumentException e) {
      throw files.refused(OPTION, e);
    }
  }

  private static PayloadPolicy payloadPolicy(ValidateOptions options, RecordFiles files) {
    String policy = options.getPolicy();
    return policy == null
        ? PayloadPolicy.keep()
        : Policies.payloadPolicy(Policies.load(policy), files);
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
