package io.summerbeam.sdk.format;

/** Writes the values of one place of a Row as a writer's schema is to have them. */
interface AvroWriter {

  /** Writes a value that is not null. */
  void write(Object value, AvroOutput out) throws UnwritableException;
}
