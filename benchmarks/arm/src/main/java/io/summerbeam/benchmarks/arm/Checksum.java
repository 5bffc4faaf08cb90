package io.summerbeam.benchmarks.arm;

/**
 * The checksum of an arm's results, whatever their order: arms that did the same work have the
 * same.
 *
 * <p>One for the JVM, because an arm has a JVM of its own and engines copy what they are given.
 */
public final class Checksum {

  private static final ResultSum RESULTS = new ResultSum();

  private Checksum() {}

  /** Adds a result; what makes it different from another is in its hash. Thread-safe. */
  public static void add(long hash) {
    RESULTS.add(hash);
  }

  /** Goes on with a hash; start with zero. A {@code double} goes in by its bits. */
  public static long hash(long hash, long value) {
    return mix(hash * 31 + value);
  }

  /** Goes on with a hash. */
  public static long hash(long hash, String value) {
    long next = hash;
    for (int i = 0; i < value.length(); i++) {
      next = next * 31 + value.charAt(i);
    }
    return mix(next);
  }

  /** How many results there were, and what they add up to: {@code 3340:9f86d081884c7d65}. */
  public static String text() {
    return RESULTS.text();
  }

  // The finalizer of MurmurHash3: results that differ in a bit differ in half of them.
  static long mix(long value) {
    long mixed = value;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
