package io.summerbeam.transforms.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.metric.RecordCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** Bundles and the engine they share, without a pipeline, with a clock that stands still. */
public class LookupBundleTest {

  private static final LookupSettings SETTINGS =
      LookupSettings.builder()
          .setRetries(3)
          .setFirstBackoff(Duration.ofMillis(1))
          .setMaxBackoff(Duration.ofMillis(2))
          .setTimeout(Duration.ofSeconds(60))
          .setKeepFor(Duration.ZERO)
          .build();
  private static final BundleLimits LIMITS = new BundleLimits(10, Duration.ofMillis(100), 2, 1_000);

  @Rule public final TestName test = new TestName();

  private final AtomicLong clock = new AtomicLong();
  private final List<LookupEngine> engines = new ArrayList<>();

  @After
  public void close() {
    engines.forEach(LookupEngine::close);
  }

  @Test
  public void keys_areSentWhenABatchIsFull() throws Exception {
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    for (long id = 0; id < 9; id++) {
      add(bundle, id);
    }
    assertThat(server().requests, empty());

    add(bundle, 9);

    assertThat(server().requests, contains(LongStream.range(0, 10).boxed().toList()));
    assertThat(bundle.finish(), equalTo(true));
    assertThat(results(bundle), hasSize(10));
  }

  @Test
  public void keys_areSentWhenTheFirstHasWaited_asRecordsArrive() throws Exception {
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    add(bundle, 1);
    pass(Duration.ofMillis(99));
    add(bundle, 2);
    assertThat(server().requests, empty());

    pass(Duration.ofMillis(1));
    add(bundle, 2);

    assertThat(server().requests, contains(List.of(1L, 2L)));
    pass(Duration.ofSeconds(1));
    add(bundle, 3);
    assertThat("a new batch waits anew", server().requests, hasSize(1));
    assertThat(finished(bundle), containsInAnyOrder("1=n1", "2=n2", "2=n2", "3=n3"));
  }

  @Test
  public void keys_areSentWhenTheFirstHasWaited_thoughNoRecordArrives() throws Exception {
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    add(bundle, 1);
    add(bundle, 2);
    pass(Duration.ofMillis(100));

    await(() -> server().requests.size() == 1);

    assertThat(server().requests, contains(List.of(1L, 2L)));
    add(bundle, 3);
    assertThat("those that came later wait anew", server().requests, hasSize(1));
    assertThat(results(bundle), containsInAnyOrder("1=n1", "2=n2"));
    pass(Duration.ofMillis(100));
    await(() -> server().requests.size() == 2);
    assertThat(finished(bundle), contains("3=n3"));
  }

  @Test
  public void keys_whoseTimeHasCome_waitUntilARequestMayBeSent() throws Exception {
    CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
    server().answers = keys -> answer;
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    for (long id = 0; id < 21; id++) {
      add(bundle, id);
    }
    pass(Duration.ofMillis(100));
    LookupEngine engine = engines.get(0);
    CountDownLatch later = new CountDownLatch(1);
    Runnable unused = engine.schedule(later::countDown, Duration.ofMillis(250).toNanos());
    later.await();
    assertThat("two are open", server().requests, hasSize(2));

    server().answers = keys -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    answer.complete(
        MemorySource.Server.found(
            LongStream.range(0, 20)
                .mapToObj(id -> Row.withSchema(MemorySource.KEY).addValue(id).build())
                .collect(Collectors.toSet())));

    await(() -> server().requests.size() == 3);
    assertThat(finished(bundle), hasSize(21));
  }

  @Test
  public void givenUpByAnotherThread_whoWaitsForItsRecordsFails() throws Exception {
    CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
    server().answers = keys -> answer;
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    for (long id = 0; id < 21; id++) {
      add(bundle, id);
    }
    assertThat("two are open, and one key waits", server().requests, hasSize(2));

    bundle.giveUp();
    answer.complete(Map.of());

    assertThat(bundle.finish(), equalTo(true));
    assertThat(results(bundle), hasSize(20));
    IllegalStateException e = assertThrows(IllegalStateException.class, bundle::finish);
    assertThat(e.getMessage(), containsString("given up"));
  }

  @Test
  public void givenUp_whatWasToBeRefreshedIsByTheNextOne() throws Exception {
    LookupEngine engine = engine(cached().setRefreshAhead(Duration.ofSeconds(30)).build());
    finished(engine, 1L);
    pass(Duration.ofSeconds(30));
    LookupBundle<Long> bundle = bundle(engine);
    assertThat(bundle.cached(1L).values(), equalTo(MemorySource.value(1).getValues().toArray()));

    bundle.giveUp();

    finished(engine, 1L);
    assertThat("it was asked for again", server().requests, hasSize(2));
  }

  @Test
  public void givenUp_nothingMoreIsSent() throws Exception {
    LookupEngine engine = engine(SETTINGS);
    LookupBundle<Long> bundle = bundle(engine);
    add(bundle, 1);

    bundle.giveUp();

    pass(Duration.ofMillis(100));
    CountDownLatch later = new CountDownLatch(1);
    Runnable unused = engine.schedule(later::countDown, Duration.ofMillis(250).toNanos());
    later.await();
    assertThat(server().requests, empty());
  }

  @Test
  public void equalKeys_areAskedOnce_alsoWhileTheyAreOnTheirWay() throws Exception {
    CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
    AtomicReference<Set<Row>> asked = new AtomicReference<>();
    server().answers =
        keys -> {
          asked.set(keys);
          return answer;
        };
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    for (long id = 0; id < 10; id++) {
      add(bundle, id);
      add(bundle, id);
    }
    add(bundle, 3);
    assertThat(bundle.size(), equalTo(21));

    answer.complete(MemorySource.Server.found(asked.get()));

    List<String> results = finished(bundle);
    assertThat(results, hasSize(21));
    assertThat(server().requests, hasSize(1));
  }

  @Test
  public void requests_areNotMoreThanAllowed() throws Exception {
    List<CompletableFuture<Map<Row, Row>>> open = new ArrayList<>();
    CountDownLatch twoOpen = new CountDownLatch(2);
    server().answers =
        keys -> {
          CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
          synchronized (open) {
            open.add(answer);
          }
          twoOpen.countDown();
          return answer.thenApply(unused -> MemorySource.Server.found(keys));
        };
    Thread answering =
        new Thread(
            () -> {
              try {
                twoOpen.await();
                while (true) {
                  CompletableFuture<Map<Row, Row>> next = null;
                  synchronized (open) {
                    if (!open.isEmpty()) {
                      next = open.remove(0);
                    }
                  }
                  if (next != null) {
                    next.complete(Map.of());
                  }
                  Thread.sleep(1);
                }
              } catch (InterruptedException e) {
                return;
              }
            });
    answering.start();
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    for (long id = 0; id < 100; id++) {
      add(bundle, id);
    }

    assertThat(finished(bundle), hasSize(100));

    answering.interrupt();
    answering.join();
    assertThat(server().requests, hasSize(10));
    assertThat(server().mostOpen(), equalTo(2));
  }

  @Test
  public void recordsThatWait_areBounded_alsoWhereAllHaveOneKey() throws Exception {
    BundleLimits limits = new BundleLimits(10, Duration.ofMillis(100), 2, 50);
    server().answers =
        keys -> {
          CompletableFuture<Map<Row, Row>> slow = new CompletableFuture<>();
          return slow.completeOnTimeout(MemorySource.Server.found(keys), 5, TimeUnit.MILLISECONDS);
        };
    LookupBundle<Long> bundle =
        new LookupBundle<>(
            engine(SETTINGS), limits, new LookupCounts("Test", RecordCounters.of("Test")));
    int out = 0;
    int most = 0;
    for (long i = 0; i < 5_000; i++) {
      long id = i % 3 == 0 ? 7 : i;
      bundle.hold(id, id);
      bundle.tend();
      most = Math.max(most, bundle.size());
      out += results(bundle).size();
    }
    out += finished(bundle).size();

    assertThat(out, equalTo(5_000));
    assertThat(most, lessThan(50));
  }

  @Test
  public void cache_answersAreUsedUntilTheyAreTooOld() throws Exception {
    LookupEngine engine = engine(cached().build());
    assertThat(finished(engine, 1L), contains("1=n1"));

    pass(Duration.ofSeconds(59));
    assertThat(finished(engine, 1L), contains("1=n1"));
    assertThat(server().requests, hasSize(1));

    pass(Duration.ofSeconds(1));
    assertThat(finished(engine, 1L), contains("1=n1"));
    assertThat(server().requests, hasSize(2));
  }

  @Test
  public void cache_isNoLargerThanItsSize_andCountsWhatLeaves() throws Exception {
    LookupEngine engine = engine(cached().setCacheSize(5).build());
    int hits = 0;
    for (long id = 0; id < 20; id++) {
      finished(engine, id);
    }
    for (long id = 0; id < 20; id++) {
      if (engine.cached(id) != null) {
        hits++;
      }
    }
    assertThat(hits, equalTo(5));
  }

  @Test
  public void cache_withoutNegativeTtl_asksAgainForWhatIsNotThere() throws Exception {
    LookupEngine engine = engine(cached().build());
    assertThat(finished(engine, -1L), contains("-1=none"));
    assertThat(finished(engine, -1L), contains("-1=none"));

    assertThat(server().requests, hasSize(2));
  }

  @Test
  public void cache_withNegativeTtl_keepsThatThereIsNothing_forItsOwnTime() throws Exception {
    LookupEngine engine = engine(cached().setNegativeTtl(Duration.ofSeconds(10)).build());
    finished(engine, -1L);
    pass(Duration.ofSeconds(9));
    assertThat(finished(engine, -1L), contains("-1=none"));
    assertThat(server().requests, hasSize(1));

    pass(Duration.ofSeconds(1));
    finished(engine, -1L);
    assertThat(server().requests, hasSize(2));
  }

  @Test
  public void cache_doesNotKeepFailures() throws Exception {
    LookupEngine engine = engine(cached().setNegativeTtl(Duration.ofSeconds(10)).build());
    server().answers =
        keys -> MemorySource.Server.failed(LookupException.permanent("refused", null));
    assertThat(finished(engine, 1L), contains("1=permanent after 1"));
    server().answers = keys -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));

    assertThat(finished(engine, 1L), contains("1=n1"));
  }

  @Test
  public void refreshAhead_serveTheOldOne_andAskForANewOne() throws Exception {
    LookupEngine engine = engine(cached().setRefreshAhead(Duration.ofSeconds(30)).build());
    finished(engine, 1L);
    CachedAnswer old = engine.cached(1L);
    pass(Duration.ofSeconds(30));

    assertThat(finished(engine, 1L), contains("1=n1"));

    await(() -> engine.cached(1L) != old);
    assertThat(server().requests, hasSize(2));
    pass(Duration.ofSeconds(59));
    assertThat("it is as young as its refresh", finished(engine, 1L), contains("1=n1"));
  }

  @Test
  public void refreshAhead_oneAsks_andTravelsWithOthers() throws Exception {
    LookupEngine engine = engine(cached().setRefreshAhead(Duration.ofSeconds(30)).build());
    finished(engine, 1L, 2L);
    pass(Duration.ofSeconds(30));
    LookupBundle<Long> bundle = bundle(engine);
    LookupBundle<Long> other = bundle(engine);

    assertThat(bundle.cached(1L).values(), equalTo(MemorySource.value(1).getValues().toArray()));
    assertThat(other.cached(1L).values(), equalTo(MemorySource.value(1).getValues().toArray()));
    add(bundle, 5);
    assertThat(finished(bundle), contains("5=n5"));
    assertThat(finished(other), empty());

    assertThat(server().requests, contains(List.of(1L, 2L), List.of(1L, 5L)));
  }

  @Test
  public void refreshAhead_thatFails_keepsTheOldOne() throws Exception {
    LookupEngine engine = engine(cached().setRefreshAhead(Duration.ofSeconds(30)).build());
    finished(engine, 1L);
    pass(Duration.ofSeconds(30));
    server().answers =
        keys -> MemorySource.Server.failed(LookupException.permanent("refused", null));

    assertThat(finished(engine, 1L), contains("1=n1"));
    assertThat(finished(engine, 1L), contains("1=n1"));

    assertThat(server().requests, hasSize(3));
  }

  @Test
  public void refreshAhead_isNotWaitedForAtTheEnd() throws Exception {
    LookupEngine engine = engine(cached().setRefreshAhead(Duration.ofSeconds(30)).build());
    finished(engine, 1L);
    pass(Duration.ofSeconds(30));
    server().answers = keys -> new CompletableFuture<>();
    LookupBundle<Long> bundle = bundle(engine);
    assertThat(bundle.cached(1L).values(), equalTo(MemorySource.value(1).getValues().toArray()));
    pass(Duration.ofMillis(100));
    bundle.tend();
    assertThat("the refresh was sent", server().requests, hasSize(2));

    assertThat(finished(bundle), empty());

    assertThat("it is open still", server().open(), equalTo(1));
  }

  @Test
  public void maxWaiting_whatIsGatheredIsSent_ratherThanAnotherRequestAwaited() throws Exception {
    CompletableFuture<Map<Row, Row>> first = new CompletableFuture<>();
    server().answers =
        keys ->
            keys.size() == 10
                ? first
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    LookupBundle<Long> bundle =
        new LookupBundle<>(
            engine(SETTINGS),
            new BundleLimits(10, Duration.ofMillis(100), 2, 12),
            new LookupCounts("Test", RecordCounters.of("Test")));
    for (long id = 0; id < 10; id++) {
      add(bundle, id);
    }

    add(bundle, 20);
    add(bundle, 20);

    assertThat(results(bundle), contains("20=n20", "20=n20"));
    first.completeExceptionally(LookupException.permanent("refused", null));
    assertThat(finished(bundle), hasSize(10));
  }

  @Test
  public void circuitBreaker_whileOneAsksWhetherTheServerIsBack_othersWait() throws Exception {
    CompletableFuture<Map<Row, Row>> probe = new CompletableFuture<>();
    server().answers =
        keys ->
            switch (server().requests.size()) {
              case 1 -> MemorySource.Server.failed(LookupException.retryable("down", null));
              case 2 -> probe;
              default -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));
            };
    LookupEngine engine =
        engine(
            SETTINGS.toBuilder()
                .setRetries(4)
                .setBreakerFailures(1)
                .setBreakerOpenFor(Duration.ofMillis(1))
                .build());
    LookupBundle<Long> first = bundle(engine);
    LookupBundle<Long> second = bundle(engine);
    first.hold(1L, 1L);
    second.hold(2L, 2L);
    pass(Duration.ofMillis(100));
    first.tend();
    await(() -> server().requests.size() == 2);
    second.tend();
    CountDownLatch manyPauses = new CountDownLatch(1);
    Runnable unused = engine.schedule(manyPauses::countDown, Duration.ofMillis(50).toNanos());
    manyPauses.await();

    probe.complete(Map.of());

    assertThat(finished(second), contains("2=n2"));
    assertThat(finished(first), contains("1=none"));
  }

  @Test
  public void answerThatIsNone_failsTheKeyForGood() throws Exception {
    server().answers = keys -> null;
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
  }

  @Test
  public void answerThatThrowsAnError_failsTheKeyForGood() throws Exception {
    server().answers =
        keys ->
            CompletableFuture.completedFuture(
                new HashMap<>() {
                  @Override
                  public Row get(Object key) {
                    throw new StackOverflowError();
                  }
                });
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
  }

  @Test
  public void keysOnTheirWay_areNotAskedForByOtherThreads() throws Exception {
    CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
    CyclicBarrier bothAsked = new CyclicBarrier(2);
    server().answers = keys -> answer.thenApply(unused -> MemorySource.Server.found(keys));
    LookupEngine engine = engine(SETTINGS);
    List<String> others = new ArrayList<>();
    LookupBundle<Long> bundle = bundle(engine);
    for (long id = 0; id < 10; id++) {
      add(bundle, id);
    }
    Thread other =
        new Thread(
            () -> {
              try {
                LookupBundle<Long> same = bundle(engine);
                for (long id = 5; id < 15; id++) {
                  add(same, id);
                }
                bothAsked.await();
                others.addAll(finished(same));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();
    bothAsked.await();
    answer.complete(Map.of());

    assertThat(finished(bundle), hasSize(10));
    other.join();
    assertThat(others, hasSize(10));
    assertThat(
        server().requests,
        contains(
            LongStream.range(0, 10).boxed().toList(), LongStream.range(10, 15).boxed().toList()));
  }

  @Test
  public void failureThatMayPass_isSentAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server().answers =
        keys ->
            attempts.incrementAndGet() < 4
                ? MemorySource.Server.failed(LookupException.retryable("busy", null))
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));

    assertThat(finished(engine(SETTINGS), 1L, 2L), containsInAnyOrder("1=n1", "2=n2"));
    assertThat(server().requests, hasSize(4));
  }

  @Test
  public void failureThatStaysForAllAttempts_isRetryable_withTheAttempts() throws Exception {
    server().answers =
        keys -> MemorySource.Server.failed(LookupException.retryable("S3CRET", null));
    LookupBundle<Long> bundle = bundle(engine(SETTINGS));
    add(bundle, 1);
    bundle.finish();

    AskFailure failure = bundle.poll().answer().failure();

    assertThat(failure.message(), equalTo("the lookup failed and may pass (attempts: 4)"));
    assertThat(failure.retryable(), equalTo(true));
    assertThat(failure.attempts(), equalTo(4));
    assertThat(failure.cause().getMessage(), equalTo("S3CRET"));
    assertThat(server().requests, hasSize(4));
  }

  @Test
  public void backoff_growsToItsLongest_andVaries() {
    LookupSettings settings =
        SETTINGS.toBuilder()
            .setFirstBackoff(Duration.ofMillis(100))
            .setMaxBackoff(Duration.ofSeconds(1))
            .build();
    for (int attempt = 1; attempt < 100; attempt++) {
      long whole = Math.min(1_000, 100L << Math.min(attempt - 1, 10));
      assertThat(
          Duration.ofNanos(Backoff.nanos(settings, attempt)),
          allOf(
              greaterThanOrEqualTo(Duration.ofMillis(whole / 2)),
              lessThan(Duration.ofMillis(whole))));
    }
  }

  @Test
  public void throttled_comesBackWhenItIsTold_andCounts() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    List<Long> times = new ArrayList<>();
    server().answers =
        keys -> {
          times.add(System.nanoTime());
          return attempts.incrementAndGet() == 1
              ? MemorySource.Server.failed(
                  LookupException.throttled("slow down", Duration.ofMillis(80), null))
              : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
        };
    LookupEngine engine = engine(SETTINGS);
    Call call = engine.ask(List.of(1L), Set.of()).own();
    CountDownLatch done = new CountDownLatch(1);
    call.whenDone(unused -> done.countDown());
    done.await();

    assertThat(
        Duration.ofNanos(times.get(1) - times.get(0)), greaterThanOrEqualTo(Duration.ofMillis(80)));
    assertThat(
        Duration.ofNanos(call.throttledNanos()), greaterThanOrEqualTo(Duration.ofMillis(80)));
    assertThat(call.requests(), equalTo(2));
    assertThat(call.retries(), equalTo(1));
    assertThat(call.keysAsked(), equalTo(2L));
    assertThat(call.latencies(), hasSize(2));
  }

  @Test
  public void throttled_forTooLong_givesUpAtOnce() throws Exception {
    server().answers =
        keys ->
            MemorySource.Server.failed(
                LookupException.throttled("tomorrow", Duration.ofHours(24), null));

    assertThat(finished(engine(SETTINGS), 1L), contains("1=retryable after 1"));
  }

  @Test
  public void noAnswer_isATimeout_thatMayPass() throws Exception {
    List<CompletableFuture<Map<Row, Row>>> open = new ArrayList<>();
    server().answers =
        keys -> {
          CompletableFuture<Map<Row, Row>> never = new CompletableFuture<>();
          open.add(never);
          return never;
        };
    LookupSettings settings =
        SETTINGS.toBuilder().setTimeout(Duration.ofMillis(20)).setRetries(1).build();

    LookupBundle<Long> bundle = bundle(engine(settings));
    add(bundle, 1);
    bundle.finish();
    AskFailure failure = bundle.poll().answer().failure();

    assertThat(failure.retryable(), equalTo(true));
    assertThat(failure.attempts(), equalTo(2));
    assertThat(
        failure.cause().getMessage(), equalTo("The lookup has not answered within PT0.02S."));
    assertThat(open.get(0).isCancelled(), equalTo(true));
    // Who is told first, the step or the server, is open.
    await(() -> server().open() == 0);
  }

  @Test
  public void timeout_beginsWhenTheLookupHasSentARequest() throws Exception {
    List<Runnable> unsent = new CopyOnWriteArrayList<>();
    server().sends = unsent::add;
    server().answers = keys -> new CompletableFuture<>();
    LookupEngine engine =
        engine(SETTINGS.toBuilder().setTimeout(Duration.ofMillis(20)).setRetries(1).build());
    Call call = engine.ask(List.of(1L), Set.of()).own();
    CountDownLatch later = new CountDownLatch(1);
    Runnable unused = engine.schedule(later::countDown, Duration.ofMillis(100).toNanos());
    later.await();
    assertThat("it waits in the lookup", server().open(), equalTo(1));

    server().sends = Runnable::run;
    server().answers = keys -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    unsent.get(0).run();

    assertThat(done(call).answer(1L).values()[0], equalTo("n1"));
    assertThat(server().requests, contains(List.of(1L), List.of(1L)));
  }

  @Test
  public void timeout_keysThatHaveAnswersKeepThem_andNoBreakerOpens() throws Exception {
    server().answers =
        keys ->
            keys.size() == 1
                ? CompletableFuture.completedFuture(MemorySource.Server.found(keys))
                : new CompletableFuture<>() {
                  @Override
                  public boolean cancel(boolean mayInterruptIfRunning) {
                    Map<Row, Row> found = MemorySource.Server.found(keys);
                    found.remove(key(2));
                    LookupException late = LookupException.retryable("late", null);
                    return completeExceptionally(
                        LookupException.ofKeys(Map.of(key(2), late), found));
                  }
                };
    LookupEngine engine =
        engine(
            SETTINGS.toBuilder()
                .setTimeout(Duration.ofMillis(20))
                .setRetries(1)
                .setBreakerFailures(1)
                .setBreakerOpenFor(Duration.ofMinutes(1))
                .build());

    assertThat(
        finished(engine, 1L, 2L, -3L, 4L), containsInAnyOrder("1=n1", "2=n2", "-3=none", "4=n4"));
    assertThat(server().requests, contains(List.of(-3L, 1L, 2L, 4L), List.of(2L)));
    assertThat(engine.breaker().isClosed(), equalTo(true));
  }

  @Test
  public void circuitBreaker_opens_andCloses() throws Exception {
    AtomicBoolean up = new AtomicBoolean(false);
    server().answers =
        keys ->
            up.get()
                ? CompletableFuture.completedFuture(MemorySource.Server.found(keys))
                : MemorySource.Server.failed(LookupException.retryable("down", null));
    LookupSettings settings =
        SETTINGS.toBuilder()
            .setRetries(0)
            .setBreakerFailures(3)
            .setBreakerOpenFor(Duration.ofMillis(200))
            .build();
    LookupEngine engine = engine(settings);
    for (long id = 0; id < 10; id++) {
      assertThat(finished(engine, id), contains(id + "=retryable after 1"));
    }
    assertThat("an open one lets nothing through", server().requests, hasSize(3));

    up.set(true);
    await(() -> finished(engine, 1L).equals(List.of("1=n1")));

    assertThat(finished(engine, 2L), contains("2=n2"));
    assertThat(server().requests, hasSize(5));
  }

  @Test
  public void circuitBreaker_withRetries_recordsOutliveIt() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    server().answers =
        keys ->
            failures.getAndDecrement() <= 0
                ? CompletableFuture.completedFuture(MemorySource.Server.found(keys))
                : MemorySource.Server.failed(LookupException.retryable("down", null));
    LookupSettings settings =
        SETTINGS.toBuilder()
            .setBreakerFailures(3)
            .setBreakerOpenFor(Duration.ofMillis(50))
            .setRetries(5)
            .build();

    assertThat(finished(engine(settings), 1L), contains("1=n1"));
    assertThat(server().requests, hasSize(4));
  }

  @Test
  public void rateLimit_spreadsRequests() throws Exception {
    LookupSettings settings =
        SETTINGS.toBuilder().setRateRequests(100).setRatePeriod(Duration.ofSeconds(1)).build();
    LookupEngine engine = engine(settings);
    long start = System.nanoTime();
    for (long id = 0; id < 11; id++) {
      finished(engine, id);
    }

    assertThat(
        Duration.ofNanos(System.nanoTime() - start), greaterThanOrEqualTo(Duration.ofMillis(95)));
  }

  @Test
  public void rateLimit_ofASourceWithARequestForEachKey_goesByKeys() throws Exception {
    server().requestsFor = count -> count;
    long start = System.nanoTime();
    LookupEngine engine =
        engine(
            SETTINGS.toBuilder().setRateRequests(4).setRatePeriod(Duration.ofMillis(40)).build());

    List<Object> keys = List.copyOf(LongStream.range(0, 10).boxed().toList());
    Call call = done(engine.ask(keys, Set.of()).own());

    assertThat(
        server().requests,
        contains(List.of(0L, 1L, 2L, 3L), List.of(4L, 5L, 6L, 7L), List.of(8L, 9L)));
    assertThat(
        Duration.ofNanos(System.nanoTime() - start), greaterThanOrEqualTo(Duration.ofMillis(90)));
    assertThat(call.requests(), equalTo(10));
    assertThat(call.keysAsked(), equalTo(10L));
  }

  @Test
  public void requestsForEachKey_areCounted_alsoWhenSentAgain() throws Exception {
    server().requestsFor = count -> count;
    server().answers =
        keys ->
            server().requests.size() == 1
                ? MemorySource.Server.failed(LookupException.retryable("busy", null))
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));

    Call call = done(engine(SETTINGS).ask(List.of(1L, 2L, 3L), Set.of()).own());

    assertThat(server().requests, contains(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L)));
    assertThat(call.requests(), equalTo(6));
    assertThat(call.retries(), equalTo(3));
  }

  @Test
  public void poisonKey_doesNotTakeItsNeighboursWithIt() throws Exception {
    server().answers =
        keys ->
            keys.stream().anyMatch(key -> MemorySource.id(key) % 100 == 42)
                ? MemorySource.Server.failed(LookupException.permanent("bad key", null))
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    BundleLimits limits = new BundleLimits(100, Duration.ofMillis(100), 2, 1_000);
    LookupBundle<Long> bundle =
        new LookupBundle<>(
            engine(SETTINGS), limits, new LookupCounts("Test", RecordCounters.of("Test")));
    for (long id = 0; id < 200; id++) {
      add(bundle, id);
    }

    List<String> results = finished(bundle);

    assertThat(results, hasSize(200));
    assertThat(
        results.stream().filter(result -> result.contains("after")).toList(),
        containsInAnyOrder("42=permanent after 8", "142=permanent after 8"));
    assertThat(server().requests.size(), lessThanOrEqualTo(2 * 15));
    assertThat(server().mostOpen(), lessThanOrEqualTo(2));
  }

  @Test
  public void keysThatFailAlone_areAskedForAlone_andOpenNoBreaker() throws Exception {
    LookupException busy = LookupException.retryable("busy", null);
    LookupException bad = LookupException.permanent("bad key", null);
    server().answers =
        keys -> {
          Map<Row, LookupException> failed = new HashMap<>();
          Set<Row> others = new HashSet<>(keys);
          for (Row key : keys) {
            if (MemorySource.id(key) == 2 || MemorySource.id(key) == 4) {
              failed.put(key, MemorySource.id(key) == 2 ? busy : bad);
              others.remove(key);
            }
          }
          Map<Row, Row> found = MemorySource.Server.found(others);
          return failed.isEmpty()
              ? CompletableFuture.completedFuture(found)
              : MemorySource.Server.failed(LookupException.ofKeys(failed, found));
        };
    LookupEngine engine =
        engine(
            SETTINGS.toBuilder()
                .setBreakerFailures(1)
                .setBreakerOpenFor(Duration.ofMinutes(1))
                .build());

    assertThat(
        finished(engine, 1L, 2L, -3L, 4L),
        containsInAnyOrder("1=n1", "2=retryable after 4", "-3=none", "4=permanent after 1"));
    assertThat(
        server().requests,
        equalTo(List.of(List.of(-3L, 1L, 2L, 4L), List.of(2L), List.of(2L), List.of(2L))));
    assertThat(finished(engine, 5L), contains("5=n5"));
  }

  @Test
  public void keysThatGetOn_haveTheirRetriesAnew() throws Exception {
    LookupException throttled = LookupException.throttled("busy", Duration.ofMillis(1), null);
    server().answers =
        keys -> {
          Row first = keys.stream().min(Comparator.comparing(MemorySource::id)).orElseThrow();
          Map<Row, LookupException> failed =
              keys.stream()
                  .filter(key -> !key.equals(first))
                  .collect(Collectors.toMap(key -> key, key -> throttled));
          Map<Row, Row> found = MemorySource.Server.found(Set.of(first));
          return failed.isEmpty()
              ? CompletableFuture.completedFuture(found)
              : MemorySource.Server.failed(LookupException.ofKeys(failed, found));
        };

    assertThat(
        finished(engine(SETTINGS), 1L, 2L, 3L, 4L, 5L, 6L, 7L),
        containsInAnyOrder("1=n1", "2=n2", "3=n3", "4=n4", "5=n5", "6=n6", "7=n7"));
    assertThat(server().requests, hasSize(7));
  }

  @Test
  public void keysThatGotOn_andDoNotAnyMore_failWithAllTheirAttempts() throws Exception {
    LookupException busy = LookupException.retryable("busy", null);
    server().answers =
        keys ->
            MemorySource.Server.failed(
                server().requests.size() == 3
                    ? LookupException.ofKeys(
                        Map.of(key(2), busy), MemorySource.Server.found(Set.of(key(1))))
                    : busy);

    assertThat(
        finished(engine(SETTINGS), 1L, 2L), containsInAnyOrder("1=n1", "2=retryable after 6"));
    assertThat(server().requests, hasSize(6));
  }

  @Test
  public void keysThatGetOn_withoutRetries_areNotAskedForAgain() throws Exception {
    LookupException busy = LookupException.retryable("busy", null);
    server().answers =
        keys ->
            MemorySource.Server.failed(
                LookupException.ofKeys(
                    Map.of(key(2), busy), MemorySource.Server.found(Set.of(key(1)))));

    assertThat(
        finished(engine(SETTINGS.toBuilder().setRetries(0).build()), 1L, 2L),
        containsInAnyOrder("1=n1", "2=retryable after 1"));
  }

  @Test
  public void keysThatFailAlone_withNoAnswer_closeNoBreaker() throws Exception {
    CompletableFuture<Map<Row, Row>> alone = new CompletableFuture<>();
    LookupEngine engine = engineWithAKeyThatFailsAlone(keyTwoFails(), alone, 3);
    Call first = engine.ask(List.of(1L, 2L), Set.of()).own();
    await(() -> server().requests.size() == 2);

    assertThat(finished(engine, 3L), contains("3=retryable after 2"));
    alone.completeExceptionally(LookupException.retryable("down", null));
    assertThat(done(first).answer(2L).failure().attempts(), equalTo(2));
    assertThat(finished(engine, 4L), contains("4=retryable after 2"));

    assertThat(engine.breaker().isOpen(), equalTo(true));
    assertThat(
        server().requests,
        contains(List.of(1L, 2L), List.of(2L), List.of(3L), List.of(3L), List.of(4L)));
  }

  @Test
  public void keysThatFailAlone_withNoAnswer_asATrial_openTheBreakerAgain() throws Exception {
    CompletableFuture<Map<Row, Row>> first = new CompletableFuture<>();
    CompletableFuture<Map<Row, Row>> alone = new CompletableFuture<>();
    LookupEngine engine = engineWithAKeyThatFailsAlone(first, alone, 1);
    Call call = engine.ask(List.of(1L, 2L), Set.of()).own();
    CountDownLatch halfOpen = new CountDownLatch(1);
    // The engine has one thread: nothing is sent again before the breaker is half open.
    Runnable unused = engine.schedule(() -> hold(halfOpen), 0);
    keyTwoFails().whenComplete((values, failure) -> first.completeExceptionally(failure));
    engine.breaker().halfOpen();
    halfOpen.countDown();
    await(() -> server().requests.size() == 2);
    assertThat(engine.breaker().isHalfOpen(), equalTo(true));

    alone.completeExceptionally(LookupException.retryable("down", null));

    assertThat(done(call).answer(2L).failure().attempts(), equalTo(2));
    assertThat(engine.breaker().isOpen(), equalTo(true));
    assertThat(engine.takeBreakerClosed(), equalTo(0L));
  }

  @Test
  public void keysThatFailAlone_withNoAnswer_sentBeforeTheTrial_leaveItToThat() throws Exception {
    CompletableFuture<Map<Row, Row>> alone = new CompletableFuture<>();
    LookupEngine engine = engineWithAKeyThatFailsAlone(keyTwoFails(), alone, 1);
    Call call = engine.ask(List.of(1L, 2L), Set.of()).own();
    await(() -> server().requests.size() == 2);
    engine.breaker().halfOpen();

    alone.completeExceptionally(LookupException.retryable("down", null));

    assertThat(done(call).answer(2L).failure().attempts(), equalTo(2));
    assertThat(engine.breaker().isHalfOpen(), equalTo(true));
    assertThat(finished(engine, 3L), contains("3=retryable after 2"));
    assertThat(engine.breaker().isOpen(), equalTo(true));
    assertThat(
        "the trial was sent",
        server().requests,
        contains(List.of(1L, 2L), List.of(2L), List.of(3L)));
  }

  /** The answer to a request for keys 1 and 2. */
  private static CompletionStage<Map<Row, Row>> keyTwoFails() {
    return MemorySource.Server.failed(
        LookupException.ofKeys(
            Map.of(key(2), LookupException.retryable("down", null)),
            MemorySource.Server.found(Set.of(key(1)))));
  }

  /**
   * Everything fails.
   *
   * @param first but the first request, which is for keys 1 and 2
   * @param alone and the second, which is for key 2 again
   */
  private LookupEngine engineWithAKeyThatFailsAlone(
      CompletionStage<Map<Row, Row>> first,
      CompletableFuture<Map<Row, Row>> alone,
      int breakerFailures)
      throws Exception {
    server().answers =
        keys ->
            switch (server().requests.size()) {
              case 1 -> first;
              case 2 -> alone;
              default -> MemorySource.Server.failed(LookupException.retryable("down", null));
            };
    return engine(
        SETTINGS.toBuilder()
            .setRetries(1)
            .setBreakerFailures(breakerFailures)
            .setBreakerOpenFor(Duration.ofMinutes(1))
            .build());
  }

  @Test
  public void lookupThatFailsForOtherKeys_orAnswersNonsenseForSome_failsForGood() throws Exception {
    Map<Row, LookupException> other =
        Map.of(MemorySource.value(9), LookupException.retryable("?", null));
    server().answers = keys -> MemorySource.Server.failed(LookupException.ofKeys(other, Map.of()));
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
    server().answers =
        keys -> {
          Row bad = keys.stream().filter(key -> MemorySource.id(key) == 1).findFirst().orElse(null);
          return bad == null
              ? CompletableFuture.completedFuture(MemorySource.Server.found(keys))
              : MemorySource.Server.failed(
                  LookupException.ofKeys(
                      Map.of(bad, LookupException.permanent("?", null)),
                      keys.stream().collect(Collectors.toMap(key -> key, key -> key))));
        };
    assertThat(
        finished(engine(SETTINGS), 1L, 2L), containsInAnyOrder("1=permanent after 2", "2=n2"));
  }

  @Test
  public void manyPoisonKeys_doNotOverflowTheStack() throws Exception {
    server().answers =
        keys -> MemorySource.Server.failed(LookupException.permanent("bad key", null));
    BundleLimits limits = new BundleLimits(20_000, Duration.ofMillis(100), 1, 20_000);
    LookupBundle<Long> bundle =
        new LookupBundle<>(
            engine(SETTINGS), limits, new LookupCounts("Test", RecordCounters.of("Test")));
    for (long id = 0; id < 20_000; id++) {
      add(bundle, id);
    }

    assertThat(finished(bundle), hasSize(20_000));
  }

  @Test
  public void lookupThatThrows_orAnswersNonsense_failsForGood() throws Exception {
    server().answers =
        keys -> {
          throw new IllegalStateException("S3CRET");
        };
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
    server().answers = keys -> CompletableFuture.completedFuture(null);
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
    server().answers =
        keys -> {
          Row key = keys.iterator().next();
          return CompletableFuture.completedFuture(Map.of(key, key));
        };
    assertThat(finished(engine(SETTINGS), 1L), contains("1=permanent after 1"));
  }

  @Test
  public void open_thatFailsAndMayPass_isTriedAgain() throws Exception {
    server().refusals.add(LookupException.retryable("starting", null));
    server().refusals.add(LookupException.retryable("starting", null));
    assertThat(finished(engine(SETTINGS), 1L), contains("1=n1"));
    assertThat(server().opened.get(), equalTo(3));

    server().refusals.add(LookupException.permanent("password", null));
    assertThrows(LookupException.class, () -> engine(SETTINGS));
    assertThat(server().opened.get(), equalTo(4));
  }

  @Test
  public void hundredInterruptedBundles_leaveNoThreads() throws Exception {
    SharedEngines shared = SharedEngines.ofThisJvm();
    server().answers = keys -> new CompletableFuture<>();
    long before = timers();
    for (int i = 0; i < 100; i++) {
      MemorySource source = new MemorySource(test.getMethodName());
      LookupEngine engine = shared.acquire(source, SETTINGS);
      LookupBundle<Long> bundle = bundle(engine);
      for (long id = 0; id < 15; id++) {
        add(bundle, id);
      }
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, bundle::finish);
      shared.release(source, SETTINGS);
    }

    await(() -> timers() <= before);
    assertThat(server().opened.get(), equalTo(100));
    assertThat(server().closed.get(), equalTo(100));
  }

  @Test
  public void randomFailures_everyRecordIsAnsweredOnce_andRightly() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      server().answers =
          keys -> {
            double dice;
            synchronized (random) {
              dice = random.nextDouble();
            }
            CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
            if (dice < 0.1) {
              return answer; // Never.
            }
            if (dice < 0.3) {
              return MemorySource.Server.failed(LookupException.retryable("busy", null));
            }
            if (dice < 0.35) {
              return MemorySource.Server.failed(
                  LookupException.throttled("busy", Duration.ofMillis(1), null));
            }
            if (dice < 0.45) {
              return MemorySource.Server.failed(LookupException.permanent("bad", null));
            }
            return answer.completeOnTimeout(
                MemorySource.Server.found(keys), (long) (dice * 3), TimeUnit.MILLISECONDS);
          };
      LookupEngine engine =
          engine(
              cached()
                  .setTimeout(Duration.ofMillis(10))
                  .setCacheSize(50)
                  .setNegativeTtl(Duration.ofSeconds(1))
                  .setRefreshAhead(Duration.ofSeconds(1))
                  .setBreakerFailures(5)
                  .setBreakerOpenFor(Duration.ofMillis(5))
                  .build(),
              seed % 2 == 0 ? clock::get : System::nanoTime);
      BundleLimits limits =
          seed % 2 == 0 ? LIMITS : new BundleLimits(10, Duration.ofNanos(100_000), 2, 50);
      List<List<String>> perThread = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        List<String> results = new ArrayList<>();
        perThread.add(results);
        Random ids = new Random(seed * 10L + t);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    LookupBundle<Long> bundle = bundle(engine, limits);
                    for (int i = 0; i < 300; i++) {
                      long id = ids.nextLong(-20, 180);
                      Answer cached = bundle.cached(id);
                      if (cached != null) {
                        results.add(text(id, cached));
                        bundle.tend();
                      } else {
                        add(bundle, id);
                      }
                      if (i % 50 == 0) {
                        pass(Duration.ofMillis(500));
                      }
                    }
                    results.addAll(finished(bundle));
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      for (List<String> results : perThread) {
        assertThat("seed " + seed, results, hasSize(300));
        for (String result : results) {
          int middle = result.indexOf('=');
          long id = Long.parseLong(result.substring(0, middle));
          String became = result.substring(middle + 1);
          assertThat(became, anyOf(containsString("after"), equalTo(id < 0 ? "none" : "n" + id)));
        }
      }
    }
  }

  private static Row key(long id) {
    return Row.withSchema(MemorySource.KEY).addValue(id).build();
  }

  private static Call done(Call call) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    call.whenDone(unused -> done.countDown());
    done.await();
    return call;
  }

  private MemorySource.Server server() {
    return new MemorySource(test.getMethodName()).server();
  }

  private LookupEngine engine(LookupSettings settings)
      throws LookupException, InterruptedException {
    return engine(settings, clock::get);
  }

  private LookupEngine engine(LookupSettings settings, LongSupplier time)
      throws LookupException, InterruptedException {
    LookupEngine engine = LookupEngine.open(new MemorySource(test.getMethodName()), settings, time);
    engines.add(engine);
    return engine;
  }

  private static LookupBundle<Long> bundle(LookupEngine engine) {
    return bundle(engine, LIMITS);
  }

  private static LookupBundle<Long> bundle(LookupEngine engine, BundleLimits limits) {
    return new LookupBundle<>(engine, limits, new LookupCounts("Test", RecordCounters.of("Test")));
  }

  private static LookupSettings.Builder cached() {
    return SETTINGS.toBuilder().setCacheSize(1_000).setCacheTtl(Duration.ofSeconds(60));
  }

  private static void add(LookupBundle<Long> bundle, long id) throws InterruptedException {
    bundle.hold(id, id);
    bundle.tend();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** What becomes of ids in a bundle of their own. */
  private static List<String> finished(LookupEngine engine, Long... ids)
      throws InterruptedException {
    LookupBundle<Long> bundle = bundle(engine);
    List<String> results = new ArrayList<>();
    for (Long id : ids) {
      Answer cached = bundle.cached(id);
      if (cached != null) {
        results.add(text(id, cached));
      } else {
        add(bundle, id);
      }
    }
    results.addAll(finished(bundle));
    return results;
  }

  private static List<String> finished(LookupBundle<Long> bundle) throws InterruptedException {
    List<String> results = new ArrayList<>(results(bundle));
    while (bundle.finish()) {
      results.addAll(results(bundle));
    }
    assertThat(bundle.size(), equalTo(0));
    return results;
  }

  private static List<String> results(LookupBundle<Long> bundle) {
    List<String> results = new ArrayList<>();
    Answered<Long> next;
    while ((next = bundle.poll()) != null) {
      results.add(text(next.record(), next.answer()));
    }
    return results;
  }

  private static String text(long id, Answer answer) {
    AskFailure failure = answer.failure();
    if (failure != null) {
      return id
          + "="
          + (failure.retryable() ? "retryable" : "permanent")
          + " after "
          + failure.attempts();
    }
    Object[] values = answer.values();
    return id + "=" + (values == null ? "none" : values[0]);
  }

  private static long timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("summerbeam-lookup-timer"))
        .count();
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // The engine is closed.
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("It does not come true.");
      }
      Thread.onSpinWait();
    }
  }
}
