package io.summerbeam.samples.mask;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/**
 * {@code ./summerbeam run mask}: masks the records of files by a policy. Every record is either
 * written, masked, or is a dead letter.
 *
 * <p>What its dead letters hold of a record is what the policy says; where it says nothing, the
 * record masked, and of one that cannot be read, its place and nothing more.
 */
public final class MaskJob implements Job<PolicyOptions> {

  private static final String PREFIX = "masked";

  @Override
  public String name() {
    return "mask";
  }

  @Override
  public String summary() {
    return "Masks the records of files, JSON lines or CSV, by a policy.";
  }

  @Override
  public Class<PolicyOptions> optionsType() {
    return PolicyOptions.class;
  }

  @Override
  public void check(PolicyOptions options) {
    FileArguments.requireFiles("--policy", options.getPolicy());
    RecordFiles.check(options);
  }

  @Override
  public void build(Pipeline pipeline, PolicyOptions options) {
    MaskPolicy policy = Policies.load(options);
    RecordFiles files = RecordFiles.of(options).withTexts(policy.textFields());
    Mask mask = Policies.toMask(policy, files);
    try (DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(Policies.payloadPolicy(policy, files))
            .writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      pipeline
          // The policy masks rows in dead letters; bytes it could only mask where it can parse
          // them.
          .apply("Read", files.read().withoutOriginals().withDeadLetters(dead))
          .apply("Mask", mask.withDeadLetters(dead))
          .apply("Write", files.write(options.getOutput(), PREFIX).withDeadLetters(dead));
    }
  }

  @Override
  public List<String> results(PolicyOptions options) {
    return List.of(
        "masked        " + RecordFiles.written(options, PREFIX),
        "dead letters  " + RecordFiles.deadLetters(options));
  }
}
