package io.summerbeam.transforms.aggregate;

/**
 * One of the buckets that groups are spread over.
 *
 * @param number which one, from 0
 * @param count how many there are
 */
record GroupBucket(int number, int count) {

  /**
   * Refuses the state of another number of buckets, which a savepoint may bring back: a group would
   * have a state in two of them, and two results.
   *
   * @param key a group that this bucket has something of
   * @throws IllegalStateException if the group does not belong to it
   */
  void require(GroupKey key) {
    if (key.bucket(count) != number) {
      throw new IllegalStateException(
          "Aggregate: its state is of another number of buckets than it has now (--stateBuckets="
              + count
              + "). Leave it as it was, or apply it under another name and start without its state"
              + " (on Flink: --allowNonRestoredState).");
    }
  }
}
