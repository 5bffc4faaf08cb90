package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupEngine;
import io.summerbeam.transforms.lookup.LookupSettings;
import io.summerbeam.transforms.lookup.MemorySource;
import io.summerbeam.transforms.lookup.SharedEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** The life of an instance: bundles that are interrupted, and what is left of them. */
public class EnrichFromLookupFnTest {

  private static final Schema ORDER = Schema.builder().addInt64Field("item").build();

  private static final LookupSettings SETTINGS =
      LookupSettings.builder()
          .setRetries(3)
          .setFirstBackoff(Duration.ofMillis(1))
          .setMaxBackoff(Duration.ofMillis(2))
          .setTimeout(Duration.ofMinutes(1))
          .setKeepFor(Duration.ZERO)
          .build();
  private static final LookupSettings CACHED =
      SETTINGS.toBuilder().setCacheSize(10).setCacheTtl(Duration.ofHours(1)).build();

  private final MemorySource source = new MemorySource(UUID.randomUUID().toString());
  private final List<String> out = new ArrayList<>();

  @Test
  public void bundleAfterAnInterruptedOne_startsClean() throws Exception {
    LookupFnDriver fn = driver(SerializableUtils.clone(fn()));
    fn.setup();
    source.server().answers = keys -> new CompletableFuture<>();
    fn.startBundle();
    fn.process(order(1));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, fn::finishBundle);
    assertThat(out, empty());

    source.server().answers =
        keys -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    fn.startBundle();
    fn.process(order(2));
    fn.finishBundle();

    assertThat(out, contains("n2"));
    fn.teardown();
    fn.teardown();
    assertThat(source.server().closed.get(), equalTo(1));
  }

  @Test
  public void hundredInstancesThatAreTornDownInTheirBundle_leaveNothing() throws Exception {
    source.server().answers = keys -> new CompletableFuture<>();
    int threads = timers();
    for (int i = 0; i < 100; i++) {
      LookupFnDriver fn = driver(fn());
      fn.setup();
      fn.startBundle();
      for (long id = 0; id < 3; id++) {
        fn.process(order(id));
      }
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, fn::finishBundle);
      fn.teardown();
    }

    // Those of another test may have been about to end.
    Await.until("the threads are gone", () -> timers() <= threads);
    assertThat(source.server().requests, hasSize(200));
    assertThat(source.server().opened.get(), equalTo(100));
    assertThat(source.server().closed.get(), equalTo(100));
  }

  @Test
  public void instanceThatIsTornDownByAnotherThread_endsItsBundle() throws Exception {
    source.server().answers =
        keys -> MemorySource.Server.failed(LookupException.retryable("down", null));
    LookupFnDriver fn =
        driver(
            fn(
                SETTINGS.toBuilder()
                    .setFirstBackoff(Duration.ofDays(1))
                    .setMaxBackoff(Duration.ofDays(1))
                    .build()));
    fn.setup();
    CompletableFuture<Void> bundle =
        CompletableFuture.runAsync(
            () -> {
              fn.startBundle();
              try {
                fn.process(order(1));
                fn.finishBundle();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Await.until("it waits for the next attempt", () -> source.server().requests.size() == 1);

    fn.teardown();

    ExecutionException e =
        assertThrows(ExecutionException.class, () -> bundle.get(1, TimeUnit.MINUTES));
    assertThat(e.getCause().getMessage(), equalTo("Enrich: torn down in the middle of a bundle."));
    assertThat(out, empty());
  }

  @Test
  public void instancesOneAfterTheOther_openOnce_andFindTheCache() throws Exception {
    LookupSettings settings = CACHED.toBuilder().setKeepFor(Duration.ofMinutes(1)).build();
    for (int i = 0; i < 3; i++) {
      bundleOfItsOwn(settings, 1, 2);
    }

    assertThat(out, contains("n1", "n2", "n1", "n2", "n1", "n2"));
    assertThat(source.server().requests, contains(List.of(1L, 2L)));
    assertThat(source.server().opened.get(), equalTo(1));
    assertThat(source.server().closed.get(), equalTo(0));
    // Not to be there while other tests run.
    LookupEngine unused = SharedEngines.ofThisJvm().acquire(source, settings);
    SharedEngines.ofThisJvm().discard(source, settings);
    assertThat(source.server().closed.get(), equalTo(1));
  }

  @Test
  public void lookupThatNobodyComesBackFor_isClosed_andItsThreadEnds() throws Exception {
    int threads = timers();

    bundleOfItsOwn(CACHED.toBuilder().setKeepFor(Duration.ofMillis(50)).build(), 1, 2);

    Await.until("it is closed", () -> source.server().closed.get() == 1);
    Await.until("the thread is gone", () -> timers() <= threads);
    assertThat(source.server().opened.get(), equalTo(1));
  }

  @Test
  public void instanceThatIsTornDownInItsBundle_leavesNoLookupToTheNext() throws Exception {
    source.server().answers = keys -> new CompletableFuture<>();
    LookupSettings settings = CACHED.toBuilder().setKeepFor(Duration.ofMinutes(1)).build();
    LookupFnDriver fn = driver(fn(settings));
    fn.setup();
    fn.startBundle();
    fn.process(order(1));
    fn.process(order(2));

    fn.teardown();

    assertThat(source.server().closed.get(), equalTo(1));
  }

  /** As on Spark, an instance for it alone. */
  private void bundleOfItsOwn(LookupSettings settings, long... items) throws Exception {
    LookupFnDriver fn = driver(fn(settings));
    fn.setup();
    fn.startBundle();
    for (long item : items) {
      fn.process(order(item));
    }
    fn.finishBundle();
    fn.teardown();
  }

  private LookupFnDriver driver(EnrichFromLookupFn fn) {
    return new LookupFnDriver(fn, row -> out.add(row.getString("item_name")));
  }

  private static Row order(long item) {
    return Row.withSchema(ORDER).addValues(item).build();
  }

  private EnrichFromLookupFn fn() {
    return fn(SETTINGS);
  }

  private EnrichFromLookupFn fn(LookupSettings settings) {
    Enrichment enrichment =
        Enrichment.of("Enrich.fromLookup()").on("item", "id").take("name", "item_name");
    return new EnrichFromLookupFn(
        "Enrich",
        source,
        settings,
        new BundleLimits(2, Duration.ofDays(1), 4, 100),
        enrichment,
        enrichment.keyReader(ORDER, MemorySource.KEY),
        enrichment.appender(ORDER, MemorySource.VALUE),
        null);
  }

  private static int timers() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("summerbeam-lookup-timer"))
            .count();
  }
}
