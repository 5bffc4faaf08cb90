package io.summerbeam.samples.unmask;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.samples.mask.Policies;
import io.summerbeam.samples.mask.PolicyOptions;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/**
 * {@code ./summerbeam run unmask}: turns back what the mask job has made by the same policy, as far
 * as its techniques can be; the rest stays masked. It needs the keys.
 *
 * <p>Every record is either written or a dead letter. What that holds is what the policy says in
 * {@code dead_letters}; where it says to mask, or nothing, the record as it came in, which is
 * masked: with the right key it can be run again.
 */
public final class UnmaskJob implements Job<PolicyOptions> {

  private static final String PREFIX = "unmasked";
  private static final String READ = "Read";

  @Override
  public String name() {
    return "unmask";
  }

  @Override
  public String summary() {
    return "Turns back what mask has made, as far as the policy's techniques can be.";
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
    Unmask unmask = Policies.toUnmask(policy, files);
    try (DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(AsItCame.of(Policies.payloadPolicy(policy, files), READ))
            .writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      pipeline
          .apply(READ, files.read().withDeadLetters(dead))
          .apply("Unmask", unmask.withDeadLetters(dead))
          .apply("Write", files.write(options.getOutput(), PREFIX).withDeadLetters(dead));
    }
  }

  @Override
  public List<String> results(PolicyOptions options) {
    return List.of(
        "unmasked      " + RecordFiles.written(options, PREFIX),
        "dead letters  " + RecordFiles.deadLetters(options));
  }
}
