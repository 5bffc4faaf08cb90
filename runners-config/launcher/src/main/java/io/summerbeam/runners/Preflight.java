package io.summerbeam.runners;

import io.summerbeam.sdk.portability.HasAlternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;

/**
 * Tells before submission what a pipeline needs that the chosen runner lacks.
 *
 * <p>It reads what the DoFns declare: states, timers, splittability, window expiration, stable
 * input, side inputs; whether anything is unbounded, and whether {@code --streaming} has said so,
 * which the defaults of a profile go by. What a DoFn does not declare (a timer that is set again)
 * it cannot see. What to do instead it takes from the transform around the DoFn, if that is a
 * {@link HasAlternative}.
 */
public final class Preflight {

  private Preflight() {}

  /**
   * Compares what the pipeline needs with what the runner has.
   *
   * @return one line for each missing capability of the pipeline as a whole, then one for each
   *     transform and missing capability, in the order of the pipeline; empty if the runner can run
   *     it
   */
  public static List<String> check(
      Pipeline pipeline, String runner, RunnerCapabilities capabilities) {
    Requirements requirements = Requirements.of(pipeline);
    Set<Capability> present =
        requirements.streaming() ? capabilities.streaming() : capabilities.batch();
    String mode = requirements.streaming() ? "streaming" : "batch";
    List<String> refusals = new ArrayList<>();
    requirements.ofPipeline().stream()
        .filter(capability -> !present.contains(capability))
        .forEach(
            capability ->
                refusals.add(
                    String.format(
                        "%s cannot run the pipeline: it needs %s, which the runner lacks. %s",
                        runner, capability.what(), capability.alternative())));
    requirements
        .byTransform()
        .forEach(
            (transform, needed) ->
                needed.stream()
                    .filter(capability -> !present.contains(capability))
                    .forEach(
                        capability ->
                            refusals.add(
                                String.format(
                                    "%s cannot run '%s': it needs %s, which the runner lacks in"
                                        + " %s. %s",
                                    runner,
                                    transform,
                                    capability.what(),
                                    mode,
                                    requirements
                                        .alternatives()
                                        .getOrDefault(transform, capability.alternative())))));
    return refusals;
  }
}
