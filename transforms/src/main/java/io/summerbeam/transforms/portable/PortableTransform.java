package io.summerbeam.transforms.portable;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A transform from {@value #INPUT} to {@value #OUTPUT}, and, where error handling is configured, to
 * an output of dead letters as Rows of {@link DeadLetter#SCHEMA}. Without error handling a failure
 * is thrown.
 */
public abstract class PortableTransform extends PortableOutputs {

  private static final long serialVersionUID = 1;

  /** The tag of the records that go out. */
  public static final String OUTPUT = "output";

  /** Takes the name of the error output, if there is one. */
  protected PortableTransform(@Nullable ErrorHandling errorHandling) {
    super(errorHandling);
  }

  /**
   * Applies the transform.
   *
   * @param dead where failures go; null if they are thrown
   */
  protected abstract PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead);

  @Override
  protected final PCollectionRowTuple outputs(
      PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
    return PCollectionRowTuple.of(OUTPUT, apply(inputs, dead));
  }
}
