package io.summerbeam.transforms.portable;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * A transform from {@value #INPUT} to any outputs, and, where error handling is configured, to one
 * of dead letters as Rows of {@link DeadLetter#SCHEMA}. Without error handling a failure is thrown.
 */
public abstract class PortableOutputs extends SchemaTransform {

  private static final long serialVersionUID = 1;

  /** The tag of the records that come in. */
  public static final String INPUT = "input";

  private final @Nullable String errorOutput;

  /** Takes the name of the error output, if there is one. */
  protected PortableOutputs(@Nullable ErrorHandling errorHandling) {
    this.errorOutput = ErrorHandling.getOutputOrNull(errorHandling);
  }

  /**
   * Applies the transform.
   *
   * @param dead where failures go; null if they are thrown
   */
  protected abstract PCollectionRowTuple outputs(
      PCollectionRowTuple inputs, @Nullable DeadLetters dead);

  /** What dead letters may hold. Default: all. */
  protected PayloadPolicy payloadPolicy(PCollectionRowTuple inputs) {
    return PayloadPolicy.keep();
  }

  @Override
  public PCollectionRowTuple expand(PCollectionRowTuple inputs) {
    if (errorOutput == null) {
      return outputs(inputs, null);
    }
    Pipeline pipeline = inputs.getPipeline();
    PCollectionRowTuple outputs;
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(payloadPolicy(inputs)).collect();
    try (dead) {
      outputs = outputs(inputs, dead);
    }
    if (outputs.has(errorOutput)) {
      throw new IllegalArgumentException(
          "error_handling: the output of dead letters must have a name of its own, but '"
              + errorOutput
              + "' is there already.");
    }
    PCollection<Row> errors =
        dead.collection()
            .apply(
                "DeadLettersToRows",
                MapElements.into(TypeDescriptors.rows()).via(DeadLetter::toRow))
            .setRowSchema(DeadLetter.SCHEMA);
    return outputs.and(errorOutput, errors);
  }
}
