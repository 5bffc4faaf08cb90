package io.summerbeam.benchmarks.enrich;

import io.summerbeam.benchmarks.arm.Checksum;
import java.util.Arrays;

/** Numbers that look random and are the same each time. */
public final class Numbers {

  private Numbers() {}

  /** The draw of this number, evenly among those from zero to before {@code bound}. */
  public static int even(long draw, int bound) {
    return (int) (((Checksum.hash(0, draw) >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }

  /**
   * What the n-th most frequent of {@code count} and all before it have of one, as Zipf has it: the
   * n-th comes 1/n times as often as the first.
   */
  public static double[] zipf(int count) {
    double[] shares = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1);
      shares[i] = sum;
    }
    for (int i = 0; i < count; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** The draw of this number among as many as there are shares. */
  public static int drawn(long draw, double[] shares) {
    int found = Arrays.binarySearch(shares, even(draw, Integer.MAX_VALUE) * 0x1p-31);
    return Math.min(found < 0 ? -found - 1 : found, shares.length - 1);
  }
}
