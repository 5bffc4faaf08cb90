package io.summerbeam.transforms.dedup;

import java.io.Serializable;

/**
 * How a generation of filters is cut up: into blocks of about a thousand records, so that a record
 * touches a block and not a large filter. The records spread over the blocks by chance, so a block
 * has room for more than its share.
 *
 * @param blocks in each bucket
 * @param records that a block has room for
 * @param rate of false positives of a block in which they are all
 */
record FilterSize(int blocks, int records, double rate) implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int BLOCK_RECORDS = 1024;

  /** Of a Poisson distribution: one block in ten thousand is over it, and then by a few records. */
  private static final int DEVIATIONS = 4;

  /**
   * How much larger a filter is than the textbook says, which is for very large ones: the chance of
   * a small one varies, and numbers of bits are whole.
   */
  private static final double SPARE = 1.02;

  private static final double LN2 = Math.log(2);

  /**
   * Makes room for a number of records.
   *
   * @param expected in all buckets, in one generation
   * @param rate of false positives in one generation
   */
  static FilterSize of(long expected, int buckets, double rate) {
    long blocks = (expected - 1) / ((long) buckets * BLOCK_RECORDS) + 1;
    double share = (double) expected / buckets / blocks;
    int records = (int) Math.ceil(share + DEVIATIONS * Math.sqrt(share)) + DEVIATIONS;
    return new FilterSize(Math.toIntExact(blocks), records, rate);
  }

  /** How long a filter is, in words of 64 bits: half of these are set when all records are in. */
  int words() {
    return (int) Math.ceil(SPARE * records * -Math.log(rate) / (LN2 * LN2) / Long.SIZE);
  }

  /** How many bits stand for a key. */
  int bitsOfAKey() {
    return (int) Math.round(-Math.log(rate) / LN2);
  }

  /** The block of a bucket that a key belongs to. */
  int blockOf(Digest digest) {
    // The bucket was taken from the other half.
    return (int) Long.remainderUnsigned(digest.high(), blocks);
  }
}
