package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Finds the schema of records by looking at all of them, one after the other; {@link
 * JsonFormat#inference} and {@link CsvFormat#inference} say by which rules. What is kept is what
 * was seen of each field, and no record.
 *
 * <p>Nothing is lost: where no schema could hold every value as it is, {@link #schema} refuses. A
 * record that is malformed under any schema is passed over; when it is read, it is a dead letter.
 *
 * <p>Not thread-safe.
 */
public interface SchemaInference {

  /**
   * A file begins.
   *
   * @param name as it is called in messages
   * @param header its header record; null where the format has none, or the file is empty
   * @throws IllegalArgumentException if the header is none, or does not fit the files before
   */
  void startFile(String name, byte @Nullable [] header);

  /**
   * Looks at a record of the file.
   *
   * @param line where it stands, for messages
   * @return false if it is malformed
   * @throws IllegalArgumentException if the records have more fields than a schema should
   */
  boolean add(byte[] record, long line);

  /**
   * The schema of the records so far.
   *
   * @throws IllegalArgumentException if there is none, because there were no records, or because a
   *     field is of several types; the message names the fields, the types and the places
   */
  Schema schema();
}
