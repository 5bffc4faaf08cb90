package io.summerbeam.sdk.format;

/** Writes a value that is there, without the tag and the length before it. */
interface ProtoWriter {

  void write(Object value, ProtoOutput out) throws UnwritableException;

  /** Whether it is the value that a field has where it is not there. */
  default boolean isZero(Object value) throws UnwritableException {
    return false;
  }
}
