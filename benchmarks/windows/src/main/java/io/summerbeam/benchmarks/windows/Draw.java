package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.arm.Checksum;

/** Numbers that look random and are the same each time. */
final class Draw {

  private Draw() {}

  /** The draw of this number, evenly among those from zero to before {@code bound}. */
  static int even(long seed, long number, int bound) {
    return (int) (((Checksum.hash(seed, number) >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }
}
