package io.summerbeam.io.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A part of a partition: from an offset up to another one, which is not in it. */
record OffsetRange(TopicPartition partition, long start, long end) implements Serializable {

  private static final long serialVersionUID = 1;

  // Smaller ones cost more than they gain.
  private static final long MIN_RECORDS = 10_000;

  long size() {
    return end - start;
  }

  /** The same records in so many parts, or fewer. */
  List<OffsetRange> cut(long parts) {
    long count = Math.max(1, Math.min(parts, size() / MIN_RECORDS));
    List<OffsetRange> ranges = new ArrayList<>();
    long from = start;
    for (long i = 1; i <= count; i++) {
      long to = i == count ? end : start + size() / count * i;
      ranges.add(new OffsetRange(partition, from, to));
      from = to;
    }
    return ranges;
  }
}
