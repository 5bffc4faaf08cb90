package io.summerbeam.transforms.enrich;

import static io.summerbeam.transforms.enrich.ScriptedLoader.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.step.RowFunction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** One instance of the step, whose time passes when the test says so. */
public class EnrichFromSnapshotStaleTest {

  private static final Schema ORDER = Schema.builder().addStringField("product").build();
  private static final Schema NAMED =
      Schema.builder().addFields(ORDER.getFields()).addStringField("name").build();
  private static final Row ORDERED = Row.withSchema(ORDER).addValue("a").build();
  private static final Row FOUND = Row.withSchema(NAMED).addValues("a", "Apple").build();
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Duration STALE = Duration.ofHours(1);

  private final FakeTime time = new FakeTime();
  private final Snapshots snapshots = new Snapshots(time);
  private final ScriptedLoader loader = ScriptedLoader.ofRows(row("a", "Apple", 1L));
  private final Told told = new Told();

  @Test
  public void noMaxStaleness_oldCopyServesForEver() {
    RowFunction function = open(enrich());
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    loadsFail();
    time.pass(Duration.ofDays(3_000));
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    function.close();
  }

  @Test
  public void withMaxStaleness_olderCopy_failsEachRecordUntilALoadSucceeds() {
    RowFunction function = open(enrich().withMaxStaleness(STALE));
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    loadsFail();
    time.pass(STALE);
    Await.until("a load failed", () -> failures(function) == 1);
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));

    time.pass(Duration.ofNanos(1));
    assertThat(function.apply(ORDERED, told), nullValue());
    Failure failure = told.failed;
    assertThat(failure.reason(), equalTo(Reason.LOOKUP_FAILED));
    assertThat(failure.severity(), equalTo(Severity.RETRYABLE));
    assertThat(failure.attempts(), equalTo(1));
    assertThat(
        failure.message(),
        equalTo("the snapshot is older than withMaxStaleness(), PT1H: the server is away"));
    assertThat(told.stopped, nullValue());

    loader.then(ScriptedLoader.each(row("a", "Apple", 1L)));
    time.pass(RefreshPauses.FIRST_BACKOFF);
    Await.until("there is a new copy", () -> FOUND.equals(function.apply(ORDERED, told)));
    function.close();
  }

  @Test
  public void withOnStaleStop_olderCopy_stopsThePipeline() {
    RowFunction function = open(enrich().withMaxStaleness(STALE).withOnStale(OnStale.STOP));
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    CountDownLatch never = hang();
    time.pass(STALE.plusNanos(1));
    assertThat(function.apply(ORDERED, told), nullValue());
    assertThat(told.failed, nullValue());
    // No load has failed yet: it hangs.
    assertThat(
        told.stopped.message(), equalTo("the snapshot is older than withMaxStaleness(), PT1H"));
    assertThat(told.stopped.attempts(), equalTo(1));
    never.countDown();
    function.close();
  }

  @Test
  public void copyThatGrewTooOldWhileNobodyHadIt_isMadeAnewBeforeARecordMeetsIt() {
    EnrichFromSnapshot kept = enrich().withMaxStaleness(STALE).withKeepFor(STALE.multipliedBy(3));
    RowFunction before = open(kept);
    assertThat(before.apply(ORDERED, told), equalTo(FOUND));
    before.close();
    time.pass(STALE.multipliedBy(2));

    RowFunction after = open(kept);

    assertThat(after.apply(ORDERED, told), equalTo(FOUND));
    assertThat(told.failed, nullValue());
    assertThat(loader.loads(), equalTo(2));
    after.close();
  }

  @Test
  public void copyThatGrewTooOldWhileNobodyHadIt_loadHangs_isWaitedForOnce() {
    EnrichFromSnapshot kept = enrich().withMaxStaleness(STALE).withKeepFor(STALE.multipliedBy(3));
    RowFunction before = open(kept);
    assertThat(before.apply(ORDERED, told), equalTo(FOUND));
    before.close();
    hang();
    time.pass(STALE.multipliedBy(2));
    RowFunction after = open(kept);
    Thread asking = Thread.currentThread();
    Thread clock =
        new Thread(
            () -> {
              Await.until(
                  "it loads, and is waited for",
                  () -> loader.loads() == 2 && asking.getState() == Thread.State.TIMED_WAITING);
              time.pass(EnrichFromSnapshot.LOAD_TIMEOUT);
            });
    clock.start();

    assertThat(after.apply(ORDERED, told), nullValue());
    assertThat(after.apply(ORDERED, told), nullValue());
    assertThat(told.failed.reason(), equalTo(Reason.LOOKUP_FAILED));
    after.close();
  }

  @Test
  public void loadThatTakesTooLongAndDoesNotListen_endsWithItsNextRow() {
    RowFunction function = open(enrich());
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    loader.then(
        rows -> {
          for (long n = 0; ; n++) {
            rows.accept(row(Long.toString(n), "Apple", n));
          }
        });
    time.pass(REFRESH);
    Await.until("it loads", () -> loader.loads() == 2);
    time.pass(EnrichFromSnapshot.LOAD_TIMEOUT);

    function.finishBundle(told);

    Await.until("the load has failed", () -> failures(function) == 1);
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    function.close();
  }

  @Test
  public void firstLoadThatFails_stopsWhateverHandlerThereIs() {
    loader.then(
        rows -> {
          throw LookupException.permanent("there is no such table", null);
        });
    RowFunction function = open(enrich());
    assertThat(function.apply(ORDERED, told), nullValue());
    assertThat(told.failed, nullValue());
    assertThat(told.stopped.reason(), equalTo(Reason.LOOKUP_FAILED));
    assertThat(told.stopped.severity(), equalTo(Severity.RETRYABLE));
    assertThat(
        told.stopped.message(),
        equalTo(
            "Enrich.fromSnapshot(): there is no snapshot of ScriptedLoader: the first load failed:"
                + " there is no such table"));
    function.close();
    assertThat(snapshots.size(), equalTo(0));
  }

  @Test
  public void finishBundle_countsEachLoadOnce() {
    RowFunction one = open(enrich());
    RowFunction other = open(enrich());
    assertThat(one.apply(ORDERED, told), equalTo(FOUND));
    assertThat(other.apply(ORDERED, told), equalTo(FOUND));
    loadsFail();
    time.pass(REFRESH);
    Await.until("a load failed", () -> failures(one) == 1);
    one.finishBundle(told);
    other.finishBundle(told);
    one.finishBundle(told);
    assertThat(
        told.counts,
        equalTo(Map.of("lookup_misses", 0L, "snapshot_failures", 1L, "snapshot_refreshes", 1L)));
    one.close();
    other.close();
  }

  @Test
  public void finishBundle_loadThatHangs_isInterrupted() {
    RowFunction function = open(enrich().withLoadTimeout(Duration.ofSeconds(10)));
    assertThat(function.apply(ORDERED, told), equalTo(FOUND));
    hang();
    time.pass(REFRESH);
    Await.until("the load began", () -> loader.loads() == 2);
    time.pass(Duration.ofSeconds(10));
    Await.until(
        "the load was interrupted",
        () -> {
          function.finishBundle(told);
          return told.counts.get("snapshot_failures") == 1;
        });
    function.close();
  }

  @Test
  public void close_twice_givesBackOnce() {
    RowFunction one = open(enrich().withKeepFor(Duration.ZERO));
    RowFunction other = open(enrich().withKeepFor(Duration.ZERO));
    assertThat(one.apply(ORDERED, told), equalTo(FOUND));
    one.close();
    one.close();
    assertThat(other.apply(ORDERED, told), equalTo(FOUND));
    assertThat(loader.loads(), equalTo(1));
    other.close();
    assertThat(snapshots.size(), equalTo(0));
  }

  @Test
  public void withKeepFor_copyOutlivesItsInstances() {
    for (int i = 0; i < 3; i++) {
      RowFunction function = open(enrich().withKeepFor(Duration.ofMinutes(5)));
      assertThat(function.apply(ORDERED, told), equalTo(FOUND));
      function.close();
      time.pass(Duration.ofMinutes(2));
    }
    assertThat(loader.loads(), equalTo(1));
    time.pass(Duration.ofMinutes(3));
    Await.until("it is forgotten", () -> snapshots.size() == 0);
  }

  private EnrichFromSnapshot enrich() {
    return Enrich.fromSnapshot(loader, REFRESH)
        .on("product", "id")
        .take("name")
        .withKeepFor(Duration.ZERO);
  }

  private RowFunction open(EnrichFromSnapshot enrich) {
    return enrich.open(ORDER, snapshots);
  }

  private static int failures(RowFunction function) {
    return ((EnrichFromSnapshotFunction) function).snapshot().failedInARow();
  }

  private void loadsFail() {
    loader.then(
        rows -> {
          throw LookupException.retryable("the server is away", null);
        });
  }

  private CountDownLatch hang() {
    CountDownLatch never = new CountDownLatch(1);
    loader.then(
        rows -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return never;
  }
}
