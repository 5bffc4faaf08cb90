package io.summerbeam.sdk.format;

import org.apache.avro.Schema;

/** Who wrote a record: what stands before it, and the writer's schema that it names. */
interface AvroOrigin {

  /** How many bytes stand before a record. */
  int headerBytes();

  /** The number by which a record names its writer's schema. */
  long key(byte[] record) throws MalformedException;

  /** The schema of that number. */
  Schema writer(long key) throws MalformedException;

  /** What the schema is called in messages. */
  String name(long key);
}
