package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one bundle writes exactly once: the writers of its shards, whose transactions are committed
 * together. A bundle may be all that came between two checkpoints, or in an outage: it is written
 * in parts, so that no transaction is larger or older than the brokers bear, nor hides its records
 * for long.
 */
final class OnceBundle {

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final OnceWriters writers;
  private final int mostRecords;
  private final Map<Integer, OnceWriter> taken = new HashMap<>();
  private int uncommitted;
  private long since;

  OnceBundle(OnceWriters writers, int mostRecords) {
    this.writers = writers;
    this.mostRecords = mostRecords;
  }

  /** The writer of a shard; null where the bundle has had no record of it. */
  @Nullable OnceWriter writer(int shard) {
    return taken.get(shard);
  }

  /** Takes the writer of a shard, as {@link OnceWriters#take} does. */
  OnceWriter take(int shard, @Nullable Position written) throws IOException {
    OnceWriter writer = writers.take(shard, written);
    taken.put(shard, writer);
    return writer;
  }

  /**
   * Writes the next record of a shard.
   *
   * @return how many records are committed that were not before
   * @throws IOException if it, or one before it, cannot be written
   */
  long append(OnceWriter writer, NumberedRecord record) throws IOException {
    if (uncommitted == 0) {
      since = System.nanoTime();
    }
    writer.append(record);
    uncommitted++;
    return uncommitted >= mostRecords || System.nanoTime() - since > MOST_NANOS ? commit() : 0;
  }

  /**
   * Commits what is not, and gives the writers back.
   *
   * @return how many records that were
   * @throws IOException if that cannot be done, or is not known to be done
   */
  long finish() throws IOException {
    long committed = commit();
    taken.values().forEach(writers::giveBack);
    taken.clear();
    return committed;
  }

  /** Gives up what is not committed; the bundle will come again. */
  void abandon() {
    taken.values().forEach(OnceWriter::close);
    taken.clear();
  }

  private long commit() throws IOException {
    long committed = 0;
    for (OnceWriter writer : taken.values()) {
      committed += writer.commit();
    }
    uncommitted = 0;
    return committed;
  }
}
