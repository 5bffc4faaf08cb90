package io.summerbeam.samples.orders;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.LocalCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a stream is over: after the time it was given; or when the feed is, all of it has been
 * read, and no step has counted anything for a while. Steps are counted where they run in this
 * process, which they do not on a cluster.
 */
final class RunEnd {

  /** For sinks that have what is counted, or have it at once. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** For a sink far away, which gets what is counted a while later, and may be asked again. */
  static final Duration LONG_QUIET = Duration.ofSeconds(30);

  private final @Nullable OrderFeed feed;
  private final @Nullable Duration longest;
  private final Duration quiet;
  private final Map<CounterName, Long> before = LocalCounts.snapshot();
  private final long start = System.nanoTime();
  private Map<CounterName, Long> last = Map.of();
  private long lastChange = start;

  /**
   * @param feed null where nothing is fed
   * @param longest null where there is no end
   * @param quiet how long no step may have counted anything
   */
  RunEnd(@Nullable OrderFeed feed, @Nullable Duration longest, Duration quiet) {
    this.feed = feed;
    this.longest = longest;
    this.quiet = quiet;
  }

  /**
   * Whether it is over.
   *
   * @throws IllegalStateException if the feed failed
   */
  boolean isOver() {
    long now = System.nanoTime();
    if (longest != null && now - start >= longest.toNanos()) {
      return true;
    }
    if (feed == null || !feed.isDone()) {
      return false;
    }
    Map<CounterName, Long> counts = new HashMap<>(LocalCounts.snapshot());
    counts.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
    if (!counts.equals(last)) {
      last = counts;
      lastChange = now;
    }
    // With the last record of each partition.
    long all = feed.fed().lines() + OrderTopics.PARTITIONS;
    return read(counts) >= all && now - lastChange >= quiet.toNanos();
  }

  private static long read(Map<CounterName, Long> counts) {
    return counts.getOrDefault(CounterName.of(OrdersPipeline.READ, CounterName.IN), 0L);
  }
}
