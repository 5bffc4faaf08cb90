package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;

/** Reads records of one schema. Not thread-safe: it keeps what it can use again. */
public interface RowDecoder {

  /**
   * Reads one record.
   *
   * @param record all bytes of the record and no others; not changed, not kept
   * @throws MalformedException if the bytes are not exactly one record of the schema
   * @throws UnavailableException if a registry that knows the record's schema does not answer
   */
  Row decode(byte[] record) throws MalformedException;
}
