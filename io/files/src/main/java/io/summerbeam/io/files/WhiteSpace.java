package io.summerbeam.io.files;

/** The white space of ASCII. A line of nothing else is no record. */
final class WhiteSpace {

  private WhiteSpace() {}

  static boolean contains(byte b) {
    // Tab, line feed, vertical tab, form feed, carriage return.
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
