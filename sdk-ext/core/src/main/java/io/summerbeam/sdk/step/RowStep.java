package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.DeadLetters;
import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A row-level step, as it travels with the pipeline. {@link Steps} runs it.
 *
 * <p>A step carries the provenance field of its input to its output, if there is one.
 */
public interface RowStep extends Serializable {

  /** The step's name in dead letters and counters: {@code Validate}. */
  String stepName();

  /**
   * The schema that comes out where {@code input} comes in. Called when the pipeline is built;
   * everything that can be checked is checked here.
   *
   * @throws IllegalArgumentException if the step does not fit the schema; the message says what,
   *     the rule and the remedy
   */
  Schema outputSchema(Schema input);

  /**
   * The handler the step was given for when it is applied alone. In {@link Steps} there is one for
   * all, and a step with one of its own is refused.
   */
  default @Nullable DeadLetters deadLetters() {
    return null;
  }

  /** Prepares the step on a worker, once for each instance of the DoFn. */
  RowFunction open(Schema input);
}
