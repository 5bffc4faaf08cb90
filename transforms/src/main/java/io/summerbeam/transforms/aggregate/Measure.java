package io.summerbeam.transforms.aggregate;

import java.io.Serializable;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** One function of an {@link Aggregate}, as it was asked for. */
interface Measure extends Serializable {

  /** The field of the output it fills. */
  String name();

  /** How it was asked for, for display data and messages: {@code mean(delay)}. */
  String text();

  /**
   * Fits it to the input.
   *
   * @param coders the pipeline's, for what a user's own function keeps
   * @throws IllegalArgumentException if it does not fit
   */
  Bound bind(Schema input, CoderRegistry coders);

  /** A function that knows its input. */
  interface Bound extends Serializable {

    /** The type of the result. */
    FieldType type();

    /** What its state is known by, see {@link FunctionDigest}. */
    int digest();

    /** A cell that has seen nothing. */
    Cell newCell();
  }
}
