package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.values.Row;

/** What is to be changed in one payload; a {@link PayloadEditor} says what the payload is. */
public interface PayloadEdit {

  /**
   * Changes an object of JSON. The bytes of all that is not changed stay as they are.
   *
   * @param object in UTF-8, right or wrong; not changed
   * @throws UnmendableException if it is no object, or the change cannot be made in it
   */
  byte[] inJson(byte[] object) throws UnmendableException;

  /**
   * Changes a record of a schema.
   *
   * @return a Row of the same schema
   * @throws UnmendableException if the change does not fit the schema, or cannot be made in this
   *     record
   */
  Row inRow(Row row) throws UnmendableException;
}
