package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import java.time.Duration;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Looks each row up in the newest copy and appends what is taken. */
final class EnrichFromSnapshotFunction implements RowFunction {

  private final Snapshot snapshot;
  private final KeyReader keys;
  private final RowAppender appender;
  private final OnMiss onMiss;
  private final OnStale onStale;
  private final long maxStaleNanos;
  private final String staleMessage;
  private final Failure miss;
  private final Distribution age;

  // What the last record was looked up in: a bundle says how old it was.
  private @Nullable SnapshotTable looked;
  private long misses;
  private boolean closed;

  /**
   * @param snapshot held for this function, which gives it back
   * @param maxStaleness how old a copy may be; null for however old
   */
  EnrichFromSnapshotFunction(
      String stepName,
      Snapshot snapshot,
      KeyReader keys,
      RowAppender appender,
      Failure miss,
      OnMiss onMiss,
      @Nullable Duration maxStaleness,
      OnStale onStale) {
    this.snapshot = snapshot;
    this.keys = keys;
    this.appender = appender;
    this.onMiss = onMiss;
    this.onStale = onStale;
    this.maxStaleNanos = maxStaleness == null ? Long.MAX_VALUE : maxStaleness.toNanos();
    this.staleMessage = "the snapshot is older than withMaxStaleness(), " + maxStaleness;
    this.miss = miss;
    this.age =
        Metrics.distribution(
            CounterName.NAMESPACE,
            CounterName.of(stepName, EnrichFromSnapshot.AGE_SECONDS).metricName());
  }

  Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public @Nullable Row apply(Row row, StepContext context) {
    SnapshotTable table;
    try {
      table = snapshot.table();
    } catch (SnapshotException e) {
      // Not a dead letter: without a table every record would be one.
      context.stop(
          Failure.of(Reason.LOOKUP_FAILED, String.valueOf(e.getMessage()), e.getCause())
              .with(Severity.RETRYABLE, e.attempts()));
      return null;
    }
    if (isStale(table)) {
      SnapshotTable newest = snapshot.tableAfterIdling();
      table = newest == null ? table : newest;
    }
    // Hardly ever another one, and a read costs less than a write.
    if (looked != table) {
      looked = table;
    }
    if (isStale(table)) {
      return stale(context);
    }
    Object key = keys.readValue(row);
    @Nullable Object[] taken = key == null ? null : table.get(key);
    return taken == null ? missed(row, context) : appender.appendValues(row, taken);
  }

  @Override
  public void finishBundle(StepContext context) {
    snapshot.interruptIfOverdue();
    SnapshotTable last = looked;
    if (last != null) {
      age.update(Duration.ofNanos(snapshot.ageNanos(last)).toSeconds());
      // An idle instance keeps no old copy alive.
      looked = null;
    }
    context.count("lookup_misses", misses);
    context.count("snapshot_refreshes", snapshot.takeRefreshes());
    context.count("snapshot_failures", snapshot.takeFailures());
    misses = 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      looked = null;
      snapshot.release();
    }
  }

  private boolean isStale(SnapshotTable table) {
    return maxStaleNanos != Long.MAX_VALUE && snapshot.ageNanos(table) > maxStaleNanos;
  }

  private @Nullable Row missed(Row row, StepContext context) {
    return switch (onMiss) {
      case KEEP -> {
        misses++;
        yield appender.appendValues(row, null);
      }
      case DROP -> {
        context.drop();
        yield null;
      }
      case FAIL -> {
        context.fail(miss);
        yield null;
      }
    };
  }

  private @Nullable Row stale(StepContext context) {
    LoadFailure last = snapshot.lastFailure();
    Failure failure =
        Failure.of(
                Reason.LOOKUP_FAILED,
                last == null ? staleMessage : staleMessage + ": " + last.message(),
                last == null ? null : last.cause())
            .with(Severity.RETRYABLE, Math.max(1, snapshot.failedInARow()));
    if (onStale == OnStale.STOP) {
      context.stop(failure);
    } else {
      context.fail(failure);
    }
    return null;
  }
}
