package io.summerbeam.sdk.format;

import org.apache.avro.Schema;

/** Who wrote a record: what stands before it, and the writer's schema that it names. */
interface AvroOrigin {

  /** How many bytes stand before a record. */
  int headerBytes();

  /** The number by which a record names its writer's schema. */
  long key(byte[] record) throws MalformedException;

  /**
   * The schema of that number.
   *
   * @throws MalformedException if it is not known now
   * @throws AvroMismatchException if it can never be read
   */
  Schema writer(long key) throws MalformedException, AvroMismatchException;

  /** What the schema is called in messages. */
  String name(long key);
}
