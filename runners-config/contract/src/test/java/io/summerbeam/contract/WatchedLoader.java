package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A loader whose loads are counted, and can be held in their middle, by who knows its name. */
record WatchedLoader(SnapshotLoader inner, String name) implements SnapshotLoader {

  private static final Map<String, Watch> WATCHES = new ConcurrentHashMap<>();

  Watch watch() {
    return WATCHES.computeIfAbsent(name, unused -> new Watch());
  }

  @Override
  public Schema schema() {
    return inner.schema();
  }

  @Override
  public void load(Consumer<Row> rows) throws LookupException {
    Watch watch = watch();
    long began = System.nanoTime();
    try {
      inner.load(
          row -> {
            watch.pass();
            rows.accept(row);
          });
    } catch (LookupException e) {
      watch.failed.incrementAndGet();
      throw e;
    }
    watch.newestBegan = began;
    watch.loaded.incrementAndGet();
  }

  /** What the loaders of one name do. */
  static final class Watch {

    final AtomicInteger loaded = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    private volatile long newestBegan;
    private volatile boolean held;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    private void pass() {
      CompletableFuture<Void> now = gate;
      if (!now.isDone()) {
        held = true;
        now.join();
        held = false;
      }
    }

    /** A load waits at its next row from now on. */
    void hold() {
      gate = new CompletableFuture<>();
    }

    /** Whether a load waits. */
    boolean isHeld() {
      return held;
    }

    /** No load waits any more. */
    void release() {
      gate.complete(null);
    }

    /** How old the newest copy is, at least. */
    Duration age() {
      return Duration.ofNanos(System.nanoTime() - newestBegan);
    }
  }
}
