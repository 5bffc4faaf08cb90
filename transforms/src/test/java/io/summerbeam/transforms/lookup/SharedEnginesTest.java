package io.summerbeam.transforms.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.metric.RecordCounters;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** How long engines live, with a time that passes when a test says so. */
public class SharedEnginesTest {

  private static final Duration KEEP = Duration.ofMinutes(1);
  private static final LookupSettings SETTINGS =
      LookupSettings.builder()
          .setRetries(0)
          .setFirstBackoff(Duration.ofMillis(1))
          .setMaxBackoff(Duration.ofMillis(2))
          .setTimeout(Duration.ofMinutes(10))
          .setKeepFor(KEEP)
          .build();
  private static final LookupSettings CACHED =
      SETTINGS.toBuilder().setCacheSize(100).setCacheTtl(Duration.ofHours(1)).build();

  @Rule public final TestName test = new TestName();

  private final AtSomeTime later = new AtSomeTime();
  private final SharedEngines engines = new SharedEngines(later);

  @Test
  public void equalSourcesAndSettings_areOneEngine_andOthersAreNot() throws Exception {
    LookupEngine one = engines.acquire(source(), SETTINGS);
    LookupEngine same = engines.acquire(source(), SETTINGS);
    LookupEngine other = engines.acquire(source(), CACHED);
    assertThat(same, sameInstance(one));
    assertThat(other, not(sameInstance(one)));
    assertThat(server().opened.get(), equalTo(2));

    engines.release(source(), SETTINGS);
    assertThat("one uses it still", later.tasks, empty());
    engines.release(source(), SETTINGS);
    engines.release(source(), CACHED);
    assertThat(later.delays(), contains(KEEP, KEEP));
    assertThat(server().closed.get(), equalTo(0));

    later.runAll();
    assertThat(server().closed.get(), equalTo(2));
    assertThat(engines.count(), equalTo(0));
  }

  @Test
  public void release_whereItIsNotKept_closesAtOnce() throws Exception {
    LookupSettings settings = CACHED.toBuilder().setKeepFor(Duration.ZERO).build();
    LookupEngine engine = engines.acquire(source(), settings);
    ask(engine, 1);

    engines.release(source(), settings);

    assertThat(server().closed.get(), equalTo(1));
    assertThat(engine.cached(1L), nullValue());
    assertThat(later.tasks, empty());
    assertThat(engines.count(), equalTo(0));
  }

  @Test
  public void whoComesBack_findsTheEngineWithItsCache() throws Exception {
    LookupEngine engine = engines.acquire(source(), CACHED);
    assertThat(ask(engine, 1), equalTo("n1"));
    engines.release(source(), CACHED);

    LookupEngine again = engines.acquire(source(), CACHED);

    assertThat(again, sameInstance(engine));
    assertThat(ask(again, 1), equalTo("n1"));
    assertThat(server().requests, hasSize(1));
    assertThat(server().opened.get(), equalTo(1));
    engines.discard(source(), CACHED);
  }

  @Test
  public void whoComesBack_keepsItFromBeingClosed_alsoWhereThatHasBegun() throws Exception {
    LookupEngine engine = engines.acquire(source(), SETTINGS);
    engines.release(source(), SETTINGS);
    LookupEngine again = engines.acquire(source(), SETTINGS);
    assertThat(later.tasks.get(0).cancelled, equalTo(true));

    later.runAll();

    assertThat(again, sameInstance(engine));
    assertThat(server().closed.get(), equalTo(0));
    assertThat(ask(again, 1), equalTo("n1"));
    engines.release(source(), SETTINGS);
    later.tasks.get(0).run();
    assertThat("it is kept for the whole time again", server().closed.get(), equalTo(0));
    later.tasks.get(1).run();
    assertThat(server().closed.get(), equalTo(1));
  }

  @Test
  public void whoComesTooLate_opensAnother() throws Exception {
    LookupEngine engine = engines.acquire(source(), CACHED);
    ask(engine, 1);
    engines.release(source(), CACHED);
    later.runAll();
    assertThat(server().closed.get(), equalTo(1));

    LookupEngine other = engines.acquire(source(), CACHED);

    assertThat(other, not(sameInstance(engine)));
    assertThat(other.cached(1L), nullValue());
    assertThat(ask(other, 1), equalTo("n1"));
    assertThat(server().opened.get(), equalTo(2));
    engines.discard(source(), CACHED);
  }

  @Test
  public void closingThatComesTooLate_leavesTheNextEngineAlone() throws Exception {
    LookupEngine first = engines.acquire(source(), SETTINGS);
    engines.release(source(), SETTINGS);
    assertThat(engines.acquire(source(), SETTINGS), sameInstance(first));
    engines.discard(source(), SETTINGS);
    LookupEngine second = engines.acquire(source(), SETTINGS);
    engines.release(source(), SETTINGS);

    later.tasks.get(0).run();

    assertThat("the first, by who discarded it", server().closed.get(), equalTo(1));
    assertThat(engines.acquire(source(), SETTINGS), sameInstance(second));
    assertThat(ask(second, 1), equalTo("n1"));
    engines.discard(source(), SETTINGS);
    later.runAll();
    assertThat("each once", server().closed.get(), equalTo(2));
  }

  @Test
  public void discard_byAnotherThanTheLast_keepsNothingEither() throws Exception {
    LookupEngine engine = engines.acquire(source(), SETTINGS);
    assertThat(engines.acquire(source(), SETTINGS), sameInstance(engine));

    engines.discard(source(), SETTINGS);
    assertThat("one uses it still", server().closed.get(), equalTo(0));
    engines.release(source(), SETTINGS);

    assertThat(server().closed.get(), equalTo(1));
    assertThat(later.tasks, empty());
  }

  @Test
  public void discard_byTheLast_closesAtOnce_andTellsWhoWaits() throws Exception {
    server().answers = keys -> new CompletableFuture<>();
    LookupEngine engine = engines.acquire(source(), SETTINGS);
    Call call = engine.ask(List.of(1L), Set.of()).own();

    engines.discard(source(), SETTINGS);

    assertThat(server().closed.get(), equalTo(1));
    assertThat(call.answer(1L).failure().message(), equalTo("the lookup was closed"));
    assertThat(engines.count(), equalTo(0));
  }

  @Test
  public void sourceThatCannotBeOpened_isNotKept() throws Exception {
    server().refusals.add(LookupException.permanent("password", null));

    assertThrows(LookupException.class, () -> engines.acquire(source(), SETTINGS));

    assertThat(engines.count(), equalTo(0));
    assertThat(later.tasks, empty());
    assertThat(ask(engines.acquire(source(), SETTINGS), 1), equalTo("n1"));
    assertThat(server().opened.get(), equalTo(2));
    engines.discard(source(), SETTINGS);
  }

  @Test
  public void circuitBreaker_thatIsOpen_staysSo() throws Exception {
    LookupSettings settings =
        SETTINGS.toBuilder().setBreakerFailures(2).setBreakerOpenFor(Duration.ofHours(1)).build();
    server().answers = keys -> MemorySource.Server.failed(LookupException.retryable("down", null));
    LookupEngine engine = engines.acquire(source(), settings);
    for (long id = 0; id < 4; id++) {
      assertThat(ask(engine, id), equalTo("failed"));
    }
    assertThat("an open one lets nothing through", server().requests, hasSize(2));
    engines.release(source(), settings);

    LookupEngine again = engines.acquire(source(), settings);

    assertThat(ask(again, 5), equalTo("failed"));
    assertThat(server().requests, hasSize(2));
    assertThat(again.breaker().isOpen(), equalTo(true));
    engines.discard(source(), settings);
  }

  @Test
  public void rateLimit_goesOn() throws Exception {
    LookupSettings settings =
        SETTINGS.toBuilder().setRateRequests(1).setRatePeriod(Duration.ofHours(1)).build();
    LookupEngine engine = engines.acquire(source(), settings);
    assertThat(ask(engine, 1), equalTo("n1"));
    engines.release(source(), settings);

    Call call = engines.acquire(source(), settings).ask(List.of(2L), Set.of()).own();

    assertThat(call.throttledNanos(), greaterThan(0L));
    assertThat(server().requests, hasSize(1));
    engines.discard(source(), settings);
  }

  @Test
  public void keptEngine_holdsNoRecordOfABundleThatWasGivenUp() throws Exception {
    server().answers = keys -> new CompletableFuture<>();
    LookupEngine engine = engines.acquire(source(), SETTINGS);
    List<WeakReference<Object>> records = giveUpABundle(engine);
    assertThat(server().requests, contains(List.of(0L, 1L)));

    engines.release(source(), SETTINGS);

    await(
        "the records are gone",
        () -> {
          System.gc();
          return records.stream().allMatch(record -> record.get() == null);
        });
    assertThat("its request is open still", server().open(), equalTo(1));
    assertThat(server().closed.get(), equalTo(0));
    later.runAll();
    assertThat(server().closed.get(), equalTo(1));
  }

  @Test
  public void lookupThatFailsAsItIsClosed_isGoneNevertheless() throws Exception {
    server().answers = keys -> new CompletableFuture<>();
    server().whenClosed =
        () -> {
          throw new IllegalStateException("S3CRET");
        };
    LookupEngine engine = engines.acquire(source(), SETTINGS);
    Call call = engine.ask(List.of(1L), Set.of()).own();
    engines.release(source(), SETTINGS);

    later.runAll();

    assertThat(call.answer(1L).failure().message(), equalTo("the lookup was closed"));
    assertThat(engines.count(), equalTo(0));
  }

  @Test
  public void inTime_itIsClosed_andNoThreadIsLeft() throws Exception {
    LookupSettings settings = CACHED.toBuilder().setKeepFor(Duration.ofMillis(50)).build();
    SharedEngines real = new SharedEngines(new LaterThread());
    long timers = threads("summerbeam-lookup-timer");
    long closers = threads(LaterThread.NAME);
    for (int i = 1; i <= 2; i++) {
      int closed = i;
      ask(real.acquire(source(), settings), 1);
      real.release(source(), settings);

      await("it is closed", () -> server().closed.get() == closed);
    }

    assertThat(real.count(), equalTo(0));
    assertThat(server().opened.get(), equalTo(2));
    await("its thread is gone", () -> threads("summerbeam-lookup-timer") <= timers);
    await("so is the one that closed it", () -> threads(LaterThread.NAME) <= closers);
  }

  @Test
  public void manyThreads_whileEnginesAreClosed_noneGetsAClosedOne() throws Exception {
    LookupSettings settings = SETTINGS.toBuilder().setKeepFor(Duration.ofMillis(1)).build();
    SharedEngines real = new SharedEngines(new LaterThread());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> users = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Random random = new Random(t);
        users.add(
            threads.submit(
                () -> {
                  boolean answered = true;
                  for (int i = 0; i < 200; i++) {
                    LookupEngine engine = real.acquire(source(), settings);
                    answered &= ask(engine, random.nextLong(1_000)).startsWith("n");
                    if (i % 10 == 0) {
                      real.discard(source(), settings);
                    } else {
                      real.release(source(), settings);
                    }
                    LockSupport.parkNanos(random.nextLong(2_000_000));
                  }
                  return answered;
                }));
      }
      for (Future<Boolean> user : users) {
        assertThat(user.get(1, TimeUnit.MINUTES), equalTo(true));
      }
    } finally {
      threads.shutdownNow();
    }

    await("none is kept", () -> real.count() == 0);
    await("each is closed", () -> server().closed.get() == server().opened.get());
    assertThat(server().opened.get(), greaterThan(1));
  }

  private MemorySource source() {
    // Other tests may be called the same.
    return new MemorySource("SharedEngines " + test.getMethodName());
  }

  private MemorySource.Server server() {
    return source().server();
  }

  /** What a bundle of one record gets. */
  private static String ask(LookupEngine engine, long id) throws InterruptedException {
    LookupBundle<Long> bundle = bundle(engine);
    Answer answer = bundle.cached(id);
    if (answer == null) {
      bundle.hold(id, id);
      while (bundle.finish()) {
        answer = bundle.poll().answer();
      }
    }
    return answer.failure() == null ? (String) answer.values()[0] : "failed";
  }

  /** Two of its records are asked for, one waits for others; nothing else refers to them. */
  private static List<WeakReference<Object>> giveUpABundle(LookupEngine engine)
      throws InterruptedException {
    LookupBundle<Object> bundle = bundle(engine);
    List<WeakReference<Object>> records = new ArrayList<>();
    for (long id = 0; id < 3; id++) {
      Object held = new byte[10];
      records.add(new WeakReference<>(held));
      bundle.hold(id, held);
      bundle.tend();
    }
    bundle.giveUp();
    return records;
  }

  private static <R> LookupBundle<R> bundle(LookupEngine engine) {
    return new LookupBundle<>(
        engine,
        new BundleLimits(2, Duration.ofDays(1), 2, 100),
        new LookupCounts("Test", RecordCounters.of("Test")));
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("It does not come true: " + what);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Remembers what is to be done later, until the test says that it is later. */
  private static final class AtSomeTime implements Later {

    private final List<Task> tasks = new ArrayList<>();

    @Override
    public Runnable run(Runnable task, Duration delay) {
      Task made = new Task(task, delay);
      tasks.add(made);
      return made::cancel;
    }

    List<Duration> delays() {
      return tasks.stream().map(task -> task.delay).toList();
    }

    /** Also what was cancelled: it may have been too late for that. */
    void runAll() {
      List.copyOf(tasks).forEach(Task::run);
    }
  }

  private static final class Task {

    private final Runnable what;
    private final Duration delay;
    private boolean cancelled;

    Task(Runnable what, Duration delay) {
      this.what = what;
      this.delay = delay;
    }

    void run() {
      what.run();
    }

    void cancel() {
      cancelled = true;
    }
  }
}
