package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;

/** Writes records of one schema. Not thread-safe: it keeps what it can use again. */
public interface RowEncoder {

  /**
   * Writes one record, without anything that separates records.
   *
   * @throws UnwritableException if the format has no form for a value of the row
   * @throws UnavailableException if a registry that is to know the schema does not answer
   */
  byte[] encode(Row row) throws UnwritableException;
}
