package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.state.ValueState;

/**
 * One of the buckets that groups are spread over.
 *
 * @param number which one, from 0
 * @param count how many there are
 */
record GroupBucket(int number, int count) {

  /**
   * Refuses the state of another number of buckets, which a savepoint may bring back: a group would
   * have a state in two of them, and two results. The first records of most buckets tell it, before
   * a checkpoint has something of both.
   *
   * @param known how many there were when the state of this bucket began
   * @param count how many there are
   * @throws IllegalStateException if these are not the same
   */
  static void requireCount(ValueState<Integer> known, int count) {
    Integer before = known.read();
    if (before == null) {
      known.write(count);
    } else if (before != count) {
      throw other(count);
    }
  }

  /**
   * The same, where there are no records.
   *
   * @param key a group that this bucket has something of
   * @throws IllegalStateException if the group does not belong to it
   */
  void require(GroupKey key) {
    if (key.bucket(count) != number) {
      throw other(count);
    }
  }

  private static IllegalStateException other(int count) {
    return new IllegalStateException(
        "Aggregate: its state is of another number of buckets than it has now (--stateBuckets="
            + count
            + "). Leave it as it was and go back to the savepoint that it was started from, not to"
            + " a later checkpoint, or apply it under another name and start without its state (on"
            + " Flink: --allowNonRestoredState).");
  }
}
