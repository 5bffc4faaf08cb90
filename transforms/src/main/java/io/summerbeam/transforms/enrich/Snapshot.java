package io.summerbeam.transforms.enrich;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of a table that all steps of a JVM share which use it alike, and the thread that makes
 * it anew. Records see one whole copy or the next; none waits but for the first.
 *
 * <p>It lives while somebody holds it, and then for as long as it is to be kept: Spark makes new
 * instances of a step for each micro-batch and each partition, and none may cost a load.
 */
final class Snapshot {

  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

  // So that a class loader that is closed after the steps finds no thread at work.
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final SnapshotUse use;
  private final SnapshotTime time;
  private final Consumer<Snapshot> onEnd;
  private final RefreshPauses pauses;
  private final AtomicLong refreshes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Written under the lock, read without.
  private volatile @Nullable SnapshotTable table;
  private volatile @Nullable LoadFailure lastFailure;
  private volatile int failedInARow;
  private volatile boolean ended;

  // Under the lock.
  private @Nullable Thread thread;
  private int holders;
  private long idleSince;
  private long loads;
  private long loadsWhenTaken;
  private long nextLoadAt;
  private long loadBeganAt;
  private boolean loading;
  private boolean overdue;

  /**
   * @param onEnd called when nobody holds it any more and it will not load again
   */
  Snapshot(SnapshotUse use, SnapshotTime time, Consumer<Snapshot> onEnd) {
    this.use = use;
    this.time = time;
    this.onEnd = onEnd;
    this.pauses =
        new RefreshPauses(use.refreshEvery(), () -> ThreadLocalRandom.current().nextDouble());
  }

  SnapshotUse use() {
    return use;
  }

  /** One more holds it; false if it has ended already. */
  boolean hold() {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      if (holders == 0) {
        loadsWhenTaken = loads;
      }
      holders++;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** One fewer holds it. */
  void release() {
    Thread leaving;
    lock.lock();
    try {
      if (--holders > 0) {
        return;
      }
      idleSince = time.nanoTime();
      // Where there is no copy there is nothing to keep.
      if (table != null && !use.keepFor().isZero()) {
        changed.signalAll();
        return;
      }
      leaving = end();
    } finally {
      lock.unlock();
    }
    onEnd.accept(this);
    if (leaving != null) {
      join(leaving);
    }
  }

  /**
   * The newest copy. Whoever asks for it first waits until there is one.
   *
   * @throws SnapshotException if the first load failed, or takes too long
   */
  SnapshotTable table() throws SnapshotException {
    SnapshotTable newest = table;
    return newest == null ? awaitFirst() : newest;
  }

  /**
   * The newest copy, where another is too old. A copy grows old, too, because nobody had it for a
   * while, and then the next load is waited for as the first one is.
   */
  @Nullable SnapshotTable tableAfterIdling() {
    lock.lock();
    try {
      long deadline = time.nanoTime() + use.loadTimeout().toNanos();
      while (loads == loadsWhenTaken && !ended) {
        long left = deadline - time.nanoTime();
        if (left <= 0) {
          // Once is enough: the records that come next do not wait, too.
          loadsWhenTaken = -1;
          interruptIfOverdue();
        } else {
          time.await(changed, left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return table;
  }

  /** How long ago the load of a copy began. */
  long ageNanos(SnapshotTable copy) {
    return time.nanoTime() - copy.readAt();
  }

  /** How many loads failed since the last that did not. */
  int failedInARow() {
    return failedInARow;
  }

  /** Why the last load failed; null where it did not. */
  @Nullable LoadFailure lastFailure() {
    return lastFailure;
  }

  /** The loads since the last call: each is counted by one caller. */
  long takeRefreshes() {
    return refreshes.getAndSet(0);
  }

  /** The failed loads since the last call: each is counted by one caller. */
  long takeFailures() {
    return failures.getAndSet(0);
  }

  /**
   * Interrupts a load that takes longer than it may. The thread that loads cannot do that itself;
   * who uses the snapshot asks for it now and then.
   */
  void interruptIfOverdue() {
    lock.lock();
    try {
      Thread loader = thread;
      if (loading
          && !overdue
          && loader != null
          && time.nanoTime() - loadBeganAt >= use.loadTimeout().toNanos()) {
        overdue = true;
        loader.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private SnapshotTable awaitFirst() throws SnapshotException {
    lock.lock();
    try {
      start();
      long before = loads;
      long deadline = time.nanoTime() + use.loadTimeout().toNanos();
      while (true) {
        SnapshotTable first = table;
        if (first != null) {
          return first;
        }
        if (ended) {
          throw missing("it was closed before its first load ended", null);
        }
        LoadFailure failure = lastFailure;
        if (failure != null && loads > before && !failure.retryable()) {
          throw missing("the first load failed: " + failure.message(), failure);
        }
        long left = deadline - time.nanoTime();
        if (left <= 0) {
          interruptIfOverdue();
          throw missing(
              "the first load did not succeed within withLoadTimeout(), "
                  + use.loadTimeout()
                  + (failure == null ? "" : ", the last time: " + failure.message()),
              failure);
        }
        time.await(changed, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing("interrupted while a record waited for the first load", null);
    } finally {
      lock.unlock();
    }
  }

  private SnapshotException missing(String why, @Nullable LoadFailure failure) {
    return new SnapshotException(
        "Enrich.fromSnapshot(): there is no snapshot of " + use.name() + ": " + why,
        Math.max(1, failedInARow),
        failure == null ? null : failure.cause());
  }

  private void start() {
    if (thread == null && !ended) {
      Thread made = new Thread(this::run, "summerbeam-snapshot-" + use.name());
      made.setDaemon(true);
      nextLoadAt = time.nanoTime();
      made.start();
      thread = made;
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        load();
      }
    } finally {
      lock.lock();
      try {
        end();
      } finally {
        lock.unlock();
      }
      onEnd.accept(this);
    }
  }

  /** Waits until it is time to load; false when it has ended. */
  private boolean awaitTurn() {
    lock.lock();
    try {
      while (!ended) {
        long now = time.nanoTime();
        boolean idle = holders == 0;
        long left = idle ? idleSince + use.keepFor().toNanos() - now : nextLoadAt - now;
        if (left > 0) {
          pause(left);
        } else if (idle) {
          return false;
        } else {
          loading = true;
          overdue = false;
          loadBeganAt = now;
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long nanos) {
    try {
      time.await(changed, nanos);
    } catch (InterruptedException e) {
      // Who means it has ended the snapshot, too, and that is looked at next.
      LOG.debug("{}: interrupted between loads", use.name());
    }
  }

  private void load() {
    SnapshotTable loaded = null;
    LoadFailure failure = null;
    String problem = null;
    // Whatever comes, the thread goes on: a snapshot that is not refreshed any more says nothing.
    try {
      // A client that does not listen to an interrupt leaves it for the next row to see.
      SnapshotRows rows =
          new SnapshotRows(use, () -> ended || Thread.currentThread().isInterrupted());
      try {
        use.loader().load(rows);
      } finally {
        problem = rows.problem();
      }
      loaded = rows.table(loadBeganAt);
    } catch (Throwable e) {
      failure = LoadFailure.of(problem, e);
    }
    if (problem != null && failure == null) {
      failure = LoadFailure.of(problem, null);
    }
    lock.lock();
    try {
      loading = false;
      // It was for the load, which is over.
      boolean unused = Thread.interrupted();
      if (ended) {
        return;
      }
      if (overdue) {
        // It may have ended in the middle and said nothing.
        failure = LoadFailure.overdue(use.loadTimeout(), failure == null ? null : failure.cause());
      }
      take(loaded, failure);
      loads++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void take(@Nullable SnapshotTable loaded, @Nullable LoadFailure failure) {
    long now = time.nanoTime();
    if (failure == null) {
      table = loaded;
      lastFailure = null;
      failedInARow = 0;
      refreshes.incrementAndGet();
      nextLoadAt = now + pauses.afterLoad();
      LOG.debug("{}: loaded, {}", use.name(), loaded);
      return;
    }
    int failed = failedInARow + 1;
    failedInARow = failed;
    lastFailure = failure;
    failures.incrementAndGet();
    long pause = pauses.afterFailure(failed, failure.retryAfter());
    nextLoadAt = now + pause;
    LOG.warn(
        "{}: {} load(s) of the snapshot failed in a row, {}; the next is in {}: {}",
        use.name(),
        failed,
        table == null ? "there is none yet" : "the one before remains in use",
        Duration.ofNanos(pause),
        failure.message());
  }

  /** Ends it, under the lock; the thread that is on its way out. */
  private @Nullable Thread end() {
    ended = true;
    table = null;
    changed.signalAll();
    Thread leaving = thread;
    if (leaving != null && leaving != Thread.currentThread()) {
      leaving.interrupt();
    }
    return leaving;
  }

  private void join(Thread leaving) {
    try {
      leaving.join(LONGEST_GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (leaving.isAlive()) {
      LOG.warn(
          "{}: the loader does not listen to an interrupt; its thread ends with the load.",
          use.name());
    }
  }
}
