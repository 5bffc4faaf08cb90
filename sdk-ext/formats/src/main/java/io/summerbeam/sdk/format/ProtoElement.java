package io.summerbeam.sdk.format;

/** Reads one value of a field. */
abstract class ProtoElement {

  /** How the value is written. */
  abstract int wireType();

  /**
   * Reads the value.
   *
   * @param tag the field's
   * @param depth how deep the message is nested that the field is in
   */
  abstract Object read(ProtoInput in, int tag, int depth) throws MalformedException;

  /** The value where there is none, of a field that cannot say so. */
  abstract Object zero() throws MalformedException;
}
