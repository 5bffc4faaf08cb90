package io.summerbeam.io.files;

/** Finds the line feed that ends a record. It keeps what it saw of the record. */
interface RecordEnd {

  /** A new record begins. */
  void reset();

  /**
   * Looks on in the record.
   *
   * @return the index of the line feed that ends it, between {@code from} and {@code to}; {@code
   *     to} where there is none
   */
  int find(byte[] bytes, int from, int to);
}
