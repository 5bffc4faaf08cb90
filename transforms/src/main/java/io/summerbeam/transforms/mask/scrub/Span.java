package io.summerbeam.transforms.mask.scrub;

/** A stretch of a text in a {@code long}, so that finding one allocates nothing. */
final class Span {

  private Span() {}

  static long of(int start, int end) {
    return ((long) start << Integer.SIZE) | end;
  }

  static int start(long span) {
    return (int) (span >>> Integer.SIZE);
  }

  static int end(long span) {
    return (int) span;
  }
}
