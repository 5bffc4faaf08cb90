package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.metric.RecordCounters;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts out what is let through, and the duplicates where they are an output, each with its own
 * time, and counts them. It belongs to one DoFn, as {@link RecordCounters} do.
 */
final class Verdicts implements Serializable {

  private static final long serialVersionUID = 1;

  /** Counts the duplicates where they are an output; else they are {@code records_dropped}. */
  static final String DUPLICATE = "records_duplicate";

  private final boolean keepsDuplicates;
  private final @Nullable RecordCounters counters;

  /**
   * @param stepName what the counters are called after; null to count nothing
   * @param keepsDuplicates whether duplicates are an output, too
   */
  Verdicts(@Nullable String stepName, boolean keepsDuplicates) {
    this.keepsDuplicates = keepsDuplicates;
    this.counters = stepName == null ? null : RecordCounters.of(stepName);
  }

  /** Records came in. */
  void in(int records) {
    if (counters != null) {
      counters.in(records);
    }
  }

  /** A record is let through. */
  void pass(Row row, long time, DoFn<?, Row>.WindowedContext context) {
    if (counters != null) {
      counters.out();
    }
    context.outputWithTimestamp(row, Instant.ofEpochMilli(time));
  }

  /** A record is a duplicate. */
  void duplicate(Row row, long time, DoFn<?, Row>.WindowedContext context) {
    if (keepsDuplicates) {
      count(DUPLICATE, 1);
      context.outputWithTimestamp(DropDuplicates.OTHERS, row, Instant.ofEpochMilli(time));
    } else if (counters != null) {
      counters.dropped();
    }
  }

  /** Counts something else. */
  void count(String what, long count) {
    if (counters != null) {
      counters.add(what, count);
    }
  }

  /** To be called at the end of a bundle. */
  void flush() {
    if (counters != null) {
      counters.flush();
    }
  }
}
