package io.summerbeam.sdk.format;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;

/**
 * How one record is written as bytes. It travels with the pipeline; decoders and encoders are made
 * on the workers, one for each thread.
 */
public interface RowFormat extends Serializable {

  /**
   * How many decimal places a DECIMAL may have, and how many zeros its exponent may put behind its
   * digits: {@code 1e10000} is read, {@code 1e10001} is malformed. Without a bound a few characters
   * are a number that cannot be added to 1 in the memory there is.
   */
  int MAX_DECIMAL_SCALE = 10_000;

  /** The name of the format, as dead letters tell it: {@code json}, {@code csv}. */
  String name();

  /**
   * A decoder to Rows of a schema.
   *
   * @throws IllegalArgumentException if the format has no form for a type of the schema; the
   *     message names the field
   */
  RowDecoder decoder(Schema schema);

  /**
   * The format as it is for the values of a topic, which sources and sinks of topics ask for: one
   * with a registry, where it was not told a subject, takes {@code <topic>-value}. Any other is the
   * same for all.
   */
  default RowFormat forTopic(String topic) {
    return this;
  }

  /**
   * An encoder of Rows of a schema; a provenance field in it is not written.
   *
   * @throws IllegalArgumentException if the format has no form for a type of the schema; the
   *     message names the field
   */
  RowEncoder encoder(Schema schema);
}
