package io.summerbeam.io.kafka;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a partition has come, as its consumers see it. Beam's reader counts
 * records, and takes the marker at the end of a transaction, and what a compaction has left out,
 * for records that it has not got yet: after one of them a partition would never be idle.
 *
 * <p>It is found by the reading it belongs to, because Beam makes the consumers of a reader and the
 * watermarks of its partitions apart from each other; and because a runner may close a reader and
 * open it again every few milliseconds, which must not make it forget how long a partition is idle.
 *
 * <p>Its reader holds it. Only how long the partition is idle outlives that one, and what is too
 * old for the next one to go on with is forgotten when any other reading begins.
 */
final class PartitionProgress {

  // A reader that is opened again is so at once. What is older is of another time.
  private static final long REMEMBERED_MILLIS = 30_000;

  private static final Map<Key, Known> KNOWN = new ConcurrentHashMap<>();

  private record Key(String readId, TopicPartition partition) {}

  private record Known(WeakReference<PartitionProgress> progress, Idleness idleness) {
    /** Whether nobody reads it, and who comes now would start anew. */
    boolean isForgotten(long before) {
      return progress.get() == null && idleness.until < before;
    }
  }

  private static final class Idleness {
    private volatile @Nullable Instant since;
    private volatile long until = Long.MIN_VALUE;
  }

  private record Polled(long position, long lastOffset) {}

  private record End(long offset, Instant asOf) {}

  private volatile Polled polled = new Polled(-1, -1);
  private volatile @Nullable End end;
  private final Idleness idleness = new Idleness();
  private long delivered = -1;

  PartitionProgress() {}

  /** That of a reader which is opened; it goes on where the one before was idle just now. */
  static PartitionProgress begin(String readId, TopicPartition partition, Instant now) {
    long forgotten = now.getMillis() - REMEMBERED_MILLIS;
    PartitionProgress progress = new PartitionProgress();
    Known before =
        KNOWN.put(
            new Key(readId, partition),
            new Known(new WeakReference<>(progress), progress.idleness));
    if (before == null) {
      KNOWN.values().removeIf(known -> known.isForgotten(forgotten));
    } else if (before.idleness.until >= forgotten) {
      progress.idleness.since = before.idleness.since;
      progress.idleness.until = before.idleness.until;
    }
    return progress;
  }

  /** That of the reader which was opened last. */
  static @Nullable PartitionProgress of(String readId, TopicPartition partition) {
    Known known = KNOWN.get(new Key(readId, partition));
    return known == null ? null : known.progress.get();
  }

  /** The consumer will next read from {@code position}, and gave this record last, or none: -1. */
  void polled(long position, long lastOffset) {
    polled = new Polled(position, Math.max(lastOffset, polled.lastOffset));
  }

  /** The partition ended so when it was asked. */
  void end(long offset, Instant asOf) {
    end = new End(offset, asOf);
  }

  /** A record went out, and so the partition is not idle. */
  void delivered(long offset) {
    deliveredWithoutTime(offset);
    idleness.since = null;
    idleness.until = Long.MIN_VALUE;
  }

  /** A record went out that does not say when it happened: a partition is idle with it, too. */
  void deliveredWithoutTime(long offset) {
    delivered = offset;
  }

  /** When it was last known that all there was has gone out; null where that is not so. */
  @Nullable Instant caughtUpAsOf() {
    Polled read = polled;
    End known = end;
    return known != null && read.position >= known.offset && delivered >= read.lastOffset
        ? known.asOf
        : null;
  }

  /** There was nothing more to read. */
  void idle(Instant asOf) {
    Instant since = idleness.since;
    if (since == null || asOf.isBefore(since)) {
      idleness.since = asOf;
    }
    idleness.until = asOf.getMillis();
  }

  /** Since when there is no record with a time to read; null where there was, or nobody knows. */
  @Nullable Instant idleSince() {
    return idleness.since;
  }
}
