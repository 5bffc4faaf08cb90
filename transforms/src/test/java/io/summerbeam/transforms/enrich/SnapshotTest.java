package io.summerbeam.transforms.enrich;

import static io.summerbeam.transforms.enrich.ScriptedLoader.each;
import static io.summerbeam.transforms.enrich.ScriptedLoader.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Test;

public class SnapshotTest {

  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration KEEP = Duration.ofMinutes(1);
  private static final Row OLD = row("a", "old", 1L);
  private static final Row NEW = row("a", "new", 2L);

  private final FakeTime time = new FakeTime();
  private final Snapshots snapshots = new Snapshots(time);
  private final List<Snapshot> held = new ArrayList<>();

  @After
  public void nothingIsLeft() {
    held.forEach(Snapshot::release);
    time.pass(KEEP);
    Await.until("no snapshot is left", () -> snapshots.size() == 0);
  }

  @Test
  public void hold_equalUses_isOneSnapshotAndOneLoad() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot one = hold(loader);
    Snapshot other = hold(new ScriptedLoader(loader.id()));
    assertThat(other, sameInstance(one));
    assertThat(other.table(), sameInstance(one.table()));
    assertThat(loader.loads(), equalTo(1));
    assertThat(one.takeRefreshes(), equalTo(1L));
    assertThat(other.takeRefreshes(), equalTo(0L));
  }

  @Test
  public void hold_otherFields_isAnotherSnapshot() {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot one = hold(use(loader, List.of("id"), List.of("name"), KEEP));
    Snapshot other = hold(use(loader, List.of("id"), List.of("price"), KEEP));
    assertThat(other, not(sameInstance(one)));
  }

  @Test
  public void hold_neverAsked_loadsNothing() {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    hold(loader).release();
    held.clear();
    assertThat(snapshots.size(), equalTo(0));
    assertThat(loader.loads(), equalTo(0));
  }

  @Test
  public void table_severalThreads_allWaitForOneLoad() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedLoader loader =
        ScriptedLoader.of(
            rows -> {
              await(go);
              rows.accept(OLD);
            });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<SnapshotTable>> tables = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Snapshot snapshot = hold(loader);
        tables.add(threads.submit(snapshot::table));
      }
      Await.until("the load began", () -> loader.loads() == 1);
      go.countDown();
      for (Future<SnapshotTable> table : tables) {
        assertThat(
            table.get(1, TimeUnit.MINUTES).get("a"), arrayContaining((Object) "old", (Object) 1L));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(loader.loads(), equalTo(1));
  }

  @Test
  public void refresh_thatTakesLong_stopsNoRecord() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable old = snapshot.table();

    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    loader.then(
        rows -> {
          rows.accept(NEW);
          begun.countDown();
          await(go);
        });
    time.pass(REFRESH);
    await(begun);
    // Half of the new copy is there, and nobody sees it.
    assertThat(snapshot.table(), sameInstance(old));

    go.countDown();
    Await.until("the new copy serves", () -> name(snapshot).equals("new"));
    assertThat(loader.loads(), equalTo(2));
  }

  @Test
  public void refresh_isNotBeforeItsTime() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable table = snapshot.table();
    time.pass(REFRESH.multipliedBy(9).dividedBy(10).minusNanos(1));
    assertThat(snapshot.table(), sameInstance(table));
    assertThat(loader.loads(), equalTo(1));
    time.pass(REFRESH.dividedBy(10).plusNanos(1));
    Await.until("it is loaded again", () -> loader.loads() == 2);
  }

  @Test
  public void refresh_whileThreadsRead_eachSeesOneCopyWhole() throws Exception {
    int keys = 50;
    ScriptedLoader loader = ScriptedLoader.of(rows -> version(rows, keys, 0));
    Snapshot snapshot = hold(loader);
    snapshot.table();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> readers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        readers.add(
            threads.submit(
                () -> {
                  long last = 0;
                  while (!done.get()) {
                    SnapshotTable table = snapshot.table();
                    long version = (Long) table.get("k0")[1];
                    assertThat("no copy comes back", version >= last);
                    for (int k = 0; k < keys; k++) {
                      assertThat(table.get("k" + k)[1], equalTo(version));
                    }
                    last = version;
                  }
                  return last;
                }));
      }
      for (int v = 1; v <= 50; v++) {
        long version = v;
        loader.then(rows -> version(rows, keys, version));
        time.pass(REFRESH);
        Await.until("version " + v, () -> price(snapshot, "k0") == version);
      }
      done.set(true);
      for (Future<Long> reader : readers) {
        reader.get(1, TimeUnit.MINUTES);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  public void refresh_thatFails_leavesTheOldCopyAndIsTriedAgain() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable old = snapshot.table();
    loader.then(
        rows -> {
          rows.accept(NEW);
          throw LookupException.retryable("the server is away", null);
        });
    time.pass(REFRESH);
    Await.until("a load failed", () -> snapshot.failedInARow() == 1);
    assertThat(snapshot.table(), sameInstance(old));
    assertThat(snapshot.lastFailure().message(), equalTo("the server is away"));

    time.pass(RefreshPauses.FIRST_BACKOFF);
    Await.until("another load failed", () -> snapshot.failedInARow() == 2);
    assertThat(snapshot.table(), sameInstance(old));

    loader.then(each(NEW));
    time.pass(RefreshPauses.FIRST_BACKOFF.multipliedBy(2));
    Await.until("the new copy serves", () -> name(snapshot).equals("new"));
    Await.until("nothing is wrong", () -> snapshot.failedInARow() == 0);
    assertThat(snapshot.lastFailure(), nullValue());
    assertThat(snapshot.takeFailures(), equalTo(2L));
    assertThat(snapshot.takeFailures(), equalTo(0L));
    assertThat(snapshot.takeRefreshes(), equalTo(2L));
  }

  @Test
  public void refresh_permanentFailureOrError_isTriedAgain() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable old = snapshot.table();
    loader.then(
        rows -> {
          throw new AssertionError("s3cret");
        });
    time.pass(REFRESH);
    Await.until("a load failed", () -> snapshot.failedInARow() == 1);
    assertThat(snapshot.lastFailure().message(), equalTo("the loader failed with AssertionError"));
    loader.then(
        rows -> {
          throw LookupException.permanent("there is no such table", null);
        });
    time.pass(RefreshPauses.LONGEST_BACKOFF);
    Await.until("another load failed", () -> snapshot.failedInARow() == 2);
    assertThat(snapshot.table(), sameInstance(old));
    loader.then(each(NEW));
    time.pass(RefreshPauses.LONGEST_BACKOFF);
    Await.until("the new copy serves", () -> name(snapshot).equals("new"));
  }

  @Test
  public void refresh_throttled_waitsAsLongAsItIsTold() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    snapshot.table();
    Duration retryAfter = Duration.ofMinutes(7);
    loader.then(
        rows -> {
          throw LookupException.throttled("too many requests", retryAfter, null);
        });
    time.pass(REFRESH);
    Await.until("a load failed", () -> snapshot.failedInARow() == 1);
    time.pass(retryAfter.minusNanos(1));
    assertThat(snapshot.table().get("a")[0], equalTo("old"));
    assertThat(loader.loads(), equalTo(2));
    time.pass(Duration.ofNanos(1));
    Await.until("it is asked again", () -> loader.loads() == 3);
  }

  @Test
  public void firstLoad_thatMayPass_isTriedAgainWhileRecordsWait() throws Exception {
    ScriptedLoader loader =
        ScriptedLoader.of(
            rows -> {
              throw LookupException.retryable("the server starts", null);
            });
    Snapshot snapshot = hold(loader);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<SnapshotTable> table = thread.submit(snapshot::table);
      Await.until("a load failed", () -> snapshot.failedInARow() == 1);
      loader.then(each(OLD));
      time.pass(RefreshPauses.FIRST_BACKOFF);
      assertThat(
          table.get(1, TimeUnit.MINUTES).get("a"), arrayContaining((Object) "old", (Object) 1L));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  public void firstLoad_thatMayPassAndDoesNot_isThrownAfterTheTimeout() throws Exception {
    Exception cause = new java.io.IOException("s3cret");
    ScriptedLoader loader =
        ScriptedLoader.of(
            rows -> {
              throw LookupException.retryable("the server is away", cause);
            });
    Snapshot snapshot = hold(loader);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<SnapshotException> failure =
          thread.submit(() -> assertThrows(SnapshotException.class, snapshot::table));
      Await.until("a load failed", () -> snapshot.failedInARow() == 1);
      time.pass(TIMEOUT);
      SnapshotException thrown = failure.get(1, TimeUnit.MINUTES);
      assertThat(
          thrown.getMessage(),
          equalTo(
              "Enrich.fromSnapshot(): there is no snapshot of ScriptedLoader: the first load did"
                  + " not succeed within withLoadTimeout(), PT2M, the last time: the server is"
                  + " away"));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  public void firstLoad_thatFailsForGood_isThrownAtOnce() {
    assertThat(
        firstFailure(
            rows -> {
              throw LookupException.permanent("there is no table 'products'", null);
            }),
        equalTo(
            "Enrich.fromSnapshot(): there is no snapshot of ScriptedLoader: the first load failed:"
                + " there is no table 'products'"));
  }

  @Test
  public void firstLoad_runtimeException_isThrownWithoutItsMessage() {
    assertThat(
        firstFailure(
            rows -> {
              throw new IllegalStateException("s3cret");
            }),
        allOf(
            containsString("the loader failed with IllegalStateException"),
            not(containsString("s3cret"))));
  }

  @Test
  public void firstLoad_error_isThrownWithoutItsMessage() {
    assertThat(
        firstFailure(
            rows -> {
              throw new OutOfMemoryError("s3cret");
            }),
        allOf(
            containsString("the loader failed with OutOfMemoryError"),
            not(containsString("s3cret"))));
  }

  @Test
  public void firstLoad_thatHangs_isInterruptedAndThrown() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ScriptedLoader loader =
        ScriptedLoader.of(
            rows -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    Snapshot snapshot = hold(loader);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<SnapshotException> failure =
          thread.submit(() -> assertThrows(SnapshotException.class, snapshot::table));
      Await.until("the load began", () -> loader.loads() == 1);
      time.pass(TIMEOUT);
      assertThat(
          failure.get(1, TimeUnit.MINUTES).getMessage(),
          containsString("the first load did not succeed within withLoadTimeout(), PT2M"));
      await(interrupted);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  public void overdue_loadThatSwallowsTheInterrupt_isNotTakenForWhole() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable old = snapshot.table();
    CountDownLatch never = new CountDownLatch(1);
    loader.then(
        rows -> {
          rows.accept(NEW);
          try {
            never.await();
          } catch (InterruptedException e) {
            // It ends in the middle and says nothing.
          }
        });
    time.pass(REFRESH);
    Await.until("the load began", () -> loader.loads() == 2);
    time.pass(TIMEOUT.minusNanos(1));
    snapshot.interruptIfOverdue();
    assertThat(snapshot.failedInARow(), equalTo(0));
    time.pass(Duration.ofNanos(1));
    snapshot.interruptIfOverdue();
    Await.until("the load failed", () -> snapshot.failedInARow() == 1);
    assertThat(snapshot.table(), sameInstance(old));
    assertThat(
        snapshot.lastFailure().message(),
        equalTo("the load took longer than withLoadTimeout(), PT2M, and was interrupted"));
    assertThat(snapshot.lastFailure().retryable(), equalTo(true));
  }

  @Test
  public void load_nullKey_isAnErrorWithoutData() {
    assertThat(
        firstFailure(each(OLD, row(null, "s3cret", 1L))),
        allOf(
            containsString("the key (id) must not be null in the table, but it is in row 2"),
            not(containsString("s3cret"))));
  }

  @Test
  public void load_keyTwice_isAnErrorWithoutData() {
    assertThat(
        firstFailure(each(row("s3cret", "x", 1L), OLD, row("s3cret", "y", 2L))),
        allOf(
            containsString(
                "the key (id) must be unique in the table, but row 3 has that of a row before"),
            not(containsString("s3cret"))));
  }

  @Test
  public void load_severalKeyFields_areOneKey() throws Exception {
    ScriptedLoader loader =
        ScriptedLoader.ofRows(row("a", "x", 1L), row("a", "y", 2L), row("b", "x", 3L));
    Snapshot snapshot = hold(use(loader, List.of("id", "name"), List.of("price"), KEEP));
    assertThat(snapshot.table().get(List.of("a", "y")), arrayContaining((Object) 2L));
    assertThat(snapshot.table().get(List.of("b", "y")), nullValue());
  }

  @Test
  public void load_rowOfAnotherSchema_isAnErrorWithoutData() {
    Schema other = Schema.builder().addStringField("id").build();
    assertThat(
        firstFailure(each(Row.withSchema(other).addValue("s3cret").build())),
        allOf(
            containsString("row 1 is not of the loader's schema"), not(containsString("s3cret"))));
  }

  @Test
  public void load_thatSwallowsTheErrorOfARow_failsNevertheless() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = hold(loader);
    SnapshotTable old = snapshot.table();
    loader.then(
        rows -> {
          rows.accept(NEW);
          try {
            rows.accept(NEW);
          } catch (RuntimeException e) {
            // As a loader does that goes on whatever comes.
          }
        });
    time.pass(REFRESH);
    Await.until("the load failed", () -> snapshot.failedInARow() == 1);
    assertThat(snapshot.lastFailure().message(), containsString("must be unique"));
    assertThat(snapshot.table(), sameInstance(old));
  }

  @Test
  public void load_emptyTable_hasNothing() throws Exception {
    Snapshot snapshot = hold(ScriptedLoader.ofRows());
    assertThat(snapshot.table().get("a"), nullValue());
    assertThat(snapshot.table().toString(), equalTo("SnapshotTable of 0 rows"));
  }

  @Test
  public void waitingThread_interrupted_throwsAndStaysInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedLoader loader = ScriptedLoader.of(rows -> await(never));
    Snapshot snapshot = hold(loader);
    AtomicBoolean interrupted = new AtomicBoolean();
    List<SnapshotException> thrown = new ArrayList<>();
    Thread waiting =
        new Thread(
            () -> {
              thrown.add(assertThrows(SnapshotException.class, snapshot::table));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    Await.until("the load began", () -> loader.loads() == 1);
    waiting.interrupt();
    waiting.join();
    assertThat(thrown.get(0).getMessage(), containsString("interrupted while a record waited"));
    assertThat(interrupted.get(), equalTo(true));
  }

  @Test
  public void release_whileItLoads_interruptsTheLoad() throws Exception {
    Semaphore interrupted = new Semaphore(0);
    CountDownLatch never = new CountDownLatch(1);
    ScriptedLoader loader =
        ScriptedLoader.of(
            rows -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.release();
              }
            });
    Snapshot snapshot = snapshots.hold(use(loader, List.of("id"), List.of("name"), KEEP));
    Thread waiting = new Thread(() -> assertThrows(SnapshotException.class, snapshot::table));
    waiting.start();
    Await.until("the load began", () -> loader.loads() == 1);
    snapshot.release();
    assertThat(interrupted.tryAcquire(1, TimeUnit.MINUTES), equalTo(true));
    waiting.join();
    assertThat(snapshots.size(), equalTo(0));
    assertThat(threads(), equalTo(0L));
  }

  @Test
  public void release_whileALoaderIgnoresInterrupts_itEndsAtItsNextRow() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    Snapshot snapshot = snapshots.hold(use(loader, List.of("id"), List.of("name"), Duration.ZERO));
    snapshot.table();
    loader.then(
        rows -> {
          while (go.getCount() > 0) {
            Thread.onSpinWait();
          }
          try {
            rows.accept(NEW);
          } catch (RuntimeException e) {
            thrown.add(e);
          } finally {
            over.countDown();
          }
        });
    time.pass(REFRESH);
    Await.until("the load began", () -> loader.loads() == 2);
    Thread closing = new Thread(snapshot::release);
    closing.start();
    Await.until("it is forgotten", () -> snapshots.size() == 0);
    go.countDown();
    await(over);
    assertThat(thrown.get(0), instanceOf(java.util.concurrent.CancellationException.class));
    closing.join();
    assertThat(threads(), equalTo(0L));
  }

  @Test
  public void openAndClose_hundredTimes_leavesNoThreadAndNoCopy() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    for (int i = 0; i < 100; i++) {
      Snapshot snapshot =
          snapshots.hold(use(loader, List.of("id"), List.of("name"), Duration.ZERO));
      assertThat(snapshot.table().get("a"), arrayContaining((Object) "old"));
      snapshot.release();
      assertThat(snapshots.size(), equalTo(0));
      assertThat(threads(), equalTo(0L));
    }
    assertThat(loader.loads(), equalTo(100));
  }

  @Test
  public void openAndClose_hundredTimesWithinKeepFor_isOneLoadAndOneThread() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    SnapshotUse use = use(loader, List.of("id"), List.of("name"), KEEP);
    for (int i = 0; i < 100; i++) {
      Snapshot snapshot = snapshots.hold(use);
      assertThat(snapshot.table().get("a"), arrayContaining((Object) "old"));
      snapshot.release();
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(loader.loads(), equalTo(1));
    assertThat(threads(), equalTo(1L));
    time.pass(KEEP);
    Await.until("it is forgotten", () -> snapshots.size() == 0);
    Await.until("its thread ends", () -> threads() == 0);
  }

  @Test
  public void keptFor_whileNobodyHasIt_isNotLoadedAgain() throws Exception {
    ScriptedLoader loader = ScriptedLoader.ofRows(OLD);
    SnapshotUse use = use(loader, List.of("id"), List.of("name"), REFRESH.multipliedBy(3));
    Snapshot snapshot = snapshots.hold(use);
    snapshot.table();
    snapshot.release();
    time.pass(REFRESH.multipliedBy(2));
    Snapshot again = hold(use);
    assertThat(again, sameInstance(snapshot));
    assertThat(again.table().get("a"), arrayContaining((Object) "old"));
    Await.until("it is loaded when somebody has it", () -> loader.loads() == 2);
    held.remove(again);
    again.release();
    time.pass(REFRESH.multipliedBy(3));
  }

  private Snapshot hold(ScriptedLoader loader) {
    return hold(use(loader, List.of("id"), List.of("name", "price"), KEEP));
  }

  private Snapshot hold(SnapshotUse use) {
    Snapshot snapshot = snapshots.hold(use);
    held.add(snapshot);
    return snapshot;
  }

  private static SnapshotUse use(
      ScriptedLoader loader, List<String> keys, List<String> taken, Duration keepFor) {
    return new SnapshotUse(loader, keys, taken, REFRESH, TIMEOUT, keepFor);
  }

  private String firstFailure(ScriptedLoader.Load load) {
    Snapshot snapshot = hold(ScriptedLoader.of(load));
    return assertThrows(SnapshotException.class, snapshot::table).getMessage();
  }

  private static void version(java.util.function.Consumer<Row> rows, int keys, long version) {
    for (int k = 0; k < keys; k++) {
      rows.accept(row("k" + k, "v" + version, version));
    }
  }

  private static String name(Snapshot snapshot) {
    return (String) table(snapshot).get("a")[0];
  }

  private static long price(Snapshot snapshot, String key) {
    return (Long) table(snapshot).get(key)[1];
  }

  private static SnapshotTable table(Snapshot snapshot) {
    try {
      return snapshot.table();
    } catch (SnapshotException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES), equalTo(true));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("summerbeam-snapshot-ScriptedLoader"))
        .count();
  }
}
