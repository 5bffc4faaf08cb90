package io.summerbeam.io.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writers of an exactly-once sink in this JVM that no bundle has at the moment. A shard goes
 * from one instance of the DoFn to another with its bundles: were its writer kept by the instance,
 * each would shut out the other's. Each user gives it back; the last one closes the writers.
 */
final class OnceWriters {

  // A shard whose bundles have gone to another JVM comes back seldom.
  private static final long MOST_IDLE_NANOS = Duration.ofMinutes(5).toNanos();

  private record Sink(KafkaConnection connection, String groupId) {}

  private record Idle(OnceWriter writer, long since) {}

  private static final Map<Sink, OnceWriters> OPEN = new HashMap<>();

  private final Sink sink;
  private final ExistingTopics topics;
  private final Map<Integer, Idle> idle = new HashMap<>();
  private int users;

  private OnceWriters(Sink sink) {
    this.sink = sink;
    this.topics = new ExistingTopics(sink.connection());
  }

  /** Those of a sink. */
  static OnceWriters acquire(KafkaConnection connection, String sinkGroupId) {
    synchronized (OPEN) {
      OnceWriters writers =
          OPEN.computeIfAbsent(new Sink(connection, sinkGroupId), OnceWriters::new);
      writers.users++;
      return writers;
    }
  }

  /**
   * The writer of a shard, for one bundle; a new one if there is none.
   *
   * @param written how far the shard is, as the job's state says
   * @throws IOException if the brokers do not answer, or refuse
   */
  OnceWriter take(int shard, @Nullable Position written) throws IOException {
    Idle kept;
    synchronized (OPEN) {
      kept = idle.remove(shard);
    }
    if (kept != null) {
      if (!kept.writer().isOvertaken(written)) {
        return kept.writer();
      }
      kept.writer().close();
    }
    OnceWriter opened = OnceWriter.open(sink.connection(), sink.groupId(), shard, topics);
    opened.goOnBehind(written);
    return opened;
  }

  /** Gives back a writer of which all is committed. One that has failed is closed instead. */
  void giveBack(OnceWriter writer) {
    long now = System.nanoTime();
    List<OnceWriter> needless = new ArrayList<>();
    synchronized (OPEN) {
      Idle other = idle.put(writer.shard(), new Idle(writer, now));
      if (other != null) {
        needless.add(other.writer());
      }
      for (Iterator<Idle> each = idle.values().iterator(); each.hasNext(); ) {
        Idle next = each.next();
        if (now - next.since() > MOST_IDLE_NANOS) {
          each.remove();
          needless.add(next.writer());
        }
      }
    }
    needless.forEach(OnceWriter::close);
  }

  /** Gives all of it back. */
  void release() {
    List<OnceWriter> needless = new ArrayList<>();
    boolean last;
    synchronized (OPEN) {
      last = --users == 0;
      if (last) {
        OPEN.remove(sink);
        idle.values().forEach(each -> needless.add(each.writer()));
        idle.clear();
      }
    }
    needless.forEach(OnceWriter::close);
    if (last) {
      topics.close();
    }
  }
}
