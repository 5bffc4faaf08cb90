package io.summerbeam.sdk.format;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;

/**
 * How one record is written as bytes. It travels with the pipeline; decoders and encoders are made
 * on the workers, one for each thread.
 */
public interface RowFormat extends Serializable {

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
   * An encoder of Rows of a schema; a provenance field in it is not written.
   *
   * @throws IllegalArgumentException if the format has no form for a type of the schema; the
   *     message names the field
   */
  RowEncoder encoder(Schema schema);
}
