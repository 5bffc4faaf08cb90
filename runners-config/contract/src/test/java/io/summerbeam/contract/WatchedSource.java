package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A source whose requests are counted, and can be held back, by who knows its name. */
record WatchedSource(RowLookupSource inner, String name) implements RowLookupSource {

  private static final Map<String, Watch> WATCHES = new ConcurrentHashMap<>();

  Watch watch() {
    return WATCHES.computeIfAbsent(name, unused -> new Watch());
  }

  @Override
  public Schema keySchema() {
    return inner.keySchema();
  }

  @Override
  public Schema valueSchema() {
    return inner.valueSchema();
  }

  @Override
  public Lookup<Row, Row> open() throws LookupException {
    Lookup<Row, Row> lookup = inner.open();
    Watch watch = watch();
    watch.lookups.incrementAndGet();
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        return watch.ask(lookup, keys);
      }

      @Override
      public void close() {
        watch.lookups.decrementAndGet();
        lookup.close();
      }
    };
  }

  /** What the sources of one name do. */
  static final class Watch {

    final AtomicInteger lookups = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile int heldFrom = Integer.MAX_VALUE;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    private CompletionStage<Map<Row, Row>> ask(Lookup<Row, Row> lookup, Set<Row> keys) {
      if (requests.incrementAndGet() == heldFrom) {
        hold();
      }
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      CompletableFuture<Void> now = gate;
      CompletionStage<Map<Row, Row>> answer =
          now.isDone() ? lookup.get(keys) : now.thenCompose(unused -> lookup.get(keys));
      // Who asks hears of the end after it was counted.
      return answer.whenComplete(
          (values, e) -> {
            open.decrementAndGet();
            if (e != null) {
              failed.incrementAndGet();
            }
          });
    }

    /** Requests wait from the one with this number on. */
    void holdFrom(int request) {
      heldFrom = request;
    }

    /** Requests wait from now on. */
    void hold() {
      gate = new CompletableFuture<>();
    }

    /** No request waits any more. */
    void release() {
      gate.complete(null);
    }

    /** How many requests were open at the same time, at most. */
    int mostOpen() {
      return mostOpen.get();
    }
  }
}
