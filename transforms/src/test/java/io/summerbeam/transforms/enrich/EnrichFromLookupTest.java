package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.LookupOptions;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.lookup.LookupEngine;
import io.summerbeam.transforms.lookup.LookupSettings;
import io.summerbeam.transforms.lookup.MemorySource;
import io.summerbeam.transforms.lookup.SharedEngines;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.PayloadPolicies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TestName;

public class EnrichFromLookupTest {

  private static final Schema ORDER =
      Schema.builder().addNullableField("item", FieldType.INT64).addStringField("who").build();
  private static final Schema NAMED =
      Schema.builder().addFields(ORDER.getFields()).addStringField("item_name").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Rule public final transient TestName test = new TestName();

  private MemorySource source;

  @Before
  public void source() {
    source = new MemorySource(test.getMethodName());
  }

  @Test
  public void keyWithAValue_fieldsAreAppended() {
    PCollection<Row> out = orders(1L, 2L, 1L).apply(enrich().withKeepFor(Duration.ZERO));

    assertThat(out.getSchema(), equalTo(NAMED));
    PAssert.that(out).containsInAnyOrder(named(1, "n1"), named(2, "n2"), named(1, "n1"));
    run();
    assertThat(source.server().closed.get(), equalTo(source.server().opened.get()));
  }

  @Test
  public void computedKey_andNestedRow() {
    PCollection<Row> out =
        orders(12L)
            .apply(Enrich.fromLookup(source).onExpression("item * 10", "id").takeAs("found"));

    Schema schema =
        Schema.builder()
            .addFields(ORDER.getFields())
            .addRowField("found", MemorySource.VALUE)
            .build();
    assertThat(out.getSchema(), equalTo(schema));
    PAssert.that(out).containsInAnyOrder(row(schema, 12L, "Anna", MemorySource.value(120)));
    run();
  }

  @Test
  public void miss_withDeadLetters_isOneLookupMiss() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out = orders(1L, -2L, null).apply(enrich().withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(named(1, "n1"));
    assertDead(
        dead,
        "lookup_miss permanent 1: the key (item) is not in the table",
        "lookup_miss permanent 1: the key (item) is not in the table");
    PipelineResult result = run();
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/records_dead.lookup_miss"), equalTo(2L));
  }

  @Test
  public void miss_withoutDeadLetters_isThrownWithoutTheKey() {
    orders(-4711L).apply(enrich());

    String message = assertThrows(PipelineExecutionException.class, this::run).getMessage();
    assertThat(message, containsString("lookup_miss: the key (item) is not in the table"));
    assertThat(message, not(containsString("4711")));
  }

  @Test
  public void onMissKeep_fieldsAreNullAndNullable() {
    PCollection<Row> out = orders(-1L, null, 3L).apply(enrich().withOnMiss(OnMiss.KEEP));

    assertThat(out.getSchema().getField("item_name").getType().getNullable(), equalTo(true));
    PAssert.that(out)
        .containsInAnyOrder(
            row(out.getSchema(), -1L, "Anna", null),
            row(out.getSchema(), null, "Anna", null),
            row(out.getSchema(), 3L, "Anna", "n3"));
    assertThat(Counters.of(run(), "Enrich/lookup_misses"), equalTo(2L));
  }

  @Test
  public void onMissDrop_recordIsGone_failuresAreNot() {
    fail(LookupException.permanent("bad key", null), 5);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          orders(-1L, 3L, 5L)
              .apply(enrich().withOnMiss(OnMiss.DROP).withStepName("Names").withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(named(3, "n3"));
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              DeadLetter letter = letters.iterator().next();
              assertThat(letter.step(), equalTo("Names"));
              assertThat(letter.reason(), equalTo("lookup_failed"));
              return null;
            });
    PipelineResult result = run();
    assertThat(Counters.of(result, "Names/records_dropped"), equalTo(1L));
    assertThat(Counters.of(result, "Names/records_dead.lookup_failed"), equalTo(1L));
    assertThat(Counters.of(result, "Names/records_out"), equalTo(1L));
  }

  @Test
  public void failureThatMayPass_isARetryableDeadLetter_withItsAttempts() {
    fail(LookupException.retryable("S3CRET", null), 1);
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(PayloadPolicy.drop()).collect();
    try (dead) {
      orders(1L).apply(enrich().withRetries(2).withDeadLetters(dead));
    }

    assertDead(dead, "lookup_failed retryable 3: the lookup failed and may pass (attempts: 3)");
    PipelineResult result = run();
    assertThat(Counters.of(result, "Enrich/lookup_requests"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/lookup_retries"), equalTo(2L));
    assertThat(Counters.of(result, "Enrich/lookup_keys"), equalTo(3L));
  }

  @Test
  public void policyWithoutItsKey_failsBeforeARecordDoes() {
    DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(PayloadPolicies.encrypt(KeysetSource.of("env:NO_SUCH_KEYSET")))
            .collect();
    try (dead) {
      orders(1L).apply(enrich().withDeadLetters(dead));
    }

    String text = text(assertThrows(RuntimeException.class, this::run));

    assertThat(text, containsString("NO_SUCH_KEYSET"));
    assertThat(source.server().opened.get(), equalTo(0));
  }

  @Test
  public void failureForGood_isAPermanentDeadLetter() {
    fail(LookupException.permanent("S3CRET", null), 1);
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(PayloadPolicy.drop()).collect();
    try (dead) {
      orders(1L).apply(enrich().withDeadLetters(dead));
    }

    assertDead(dead, "lookup_failed permanent 1: the lookup failed for good (attempts: 1)");
    run();
  }

  @Test
  public void failure_withoutDeadLetters_isThrownWithoutWhatTheLookupSays() {
    fail(LookupException.permanent("S3CRET", null), 1);
    orders(1L).apply(enrich());

    String text = text(assertThrows(PipelineExecutionException.class, this::run));

    assertThat(
        text, containsString("lookup_failed: the lookup failed for good (attempts: 1). With"));
    assertThat(text, containsString("io.summerbeam.sdk.lookup.LookupException"));
    assertThat(text, not(containsString("S3CRET")));
  }

  @Test
  public void sourceThatCannotBeOpened_failsTheJob() {
    source.server().refusals.add(LookupException.permanent("no such host", null));
    orders(1L).apply(enrich());

    assertThat(
        text(assertThrows(RuntimeException.class, this::run)), containsString("no such host"));
  }

  @Test
  public void recordsOfOneBundle_keepTheirWindowsAndTimestamps() {
    List<TimestampedValue<Row>> elements = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    // To and fro: each is put out while a record of another time is at hand, or at the end.
    for (long id : new long[] {10, 1, 9, 2, 8, 3, 7, 4, 6, 5}) {
      Instant time = Instant.ofEpochMilli(id * 10_000);
      elements.add(TimestampedValue.of(order(id), time));
      expected.add("n" + id + " at " + time.getMillis());
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    TimestampedValue<Row>[] others =
        (TimestampedValue<Row>[]) elements.subList(1, 10).toArray(new TimestampedValue[0]);
    PCollection<Row> out =
        pipeline
            .apply(
                TestStream.create(ORDER)
                    .addElements(elements.get(0), others)
                    .advanceWatermarkToInfinity())
            .setRowSchema(ORDER)
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
            .apply(enrich().withBatchSize(3).withMaxInFlight(1));

    PAssert.that(out)
        .inWindow(new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(60_000)))
        .containsInAnyOrder(
            named(1, "n1"), named(2, "n2"), named(3, "n3"), named(4, "n4"), named(5, "n5"));
    PAssert.that(out)
        .inWindow(new IntervalWindow(Instant.ofEpochMilli(60_000), Instant.ofEpochMilli(120_000)))
        .containsInAnyOrder(
            named(6, "n6"), named(7, "n7"), named(8, "n8"), named(9, "n9"), named(10, "n10"));
    PAssert.that(out.apply(Reify.timestamps()))
        .satisfies(
            values -> {
              List<String> texts = new ArrayList<>();
              values.forEach(
                  value ->
                      texts.add(
                          value.getValue().getString("item_name")
                              + " at "
                              + value.getTimestamp().getMillis()));
              texts.sort(null);
              assertThat(texts, equalTo(expected.stream().sorted().toList()));
              return null;
            });
    run();
    assertThat(source.server().requests, hasSize(4));
  }

  @Test
  public void deadLettersOfOneBundle_keepTheirWindowsAndTimestamps() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              TestStream.create(ORDER)
                  .addElements(
                      TimestampedValue.of(order(-1L), Instant.ofEpochMilli(90_000)),
                      TimestampedValue.of(order(-2L), Instant.ofEpochMilli(10_000)),
                      TimestampedValue.of(order(-3L), Instant.ofEpochMilli(80_000)))
                  .advanceWatermarkToInfinity())
          .setRowSchema(ORDER)
          .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
          .apply(enrich().withBatchSize(1).withMaxInFlight(1).withDeadLetters(dead));
    }

    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> texts =
                  StreamSupport.stream(letters.spliterator(), false)
                      .map(
                          letter ->
                              letter.eventTime().getMillis()
                                  + " in "
                                  + letter.windowStart().getMillis())
                      .sorted()
                      .toList();
              assertThat(texts, equalTo(List.of("10000 in 0", "80000 in 60000", "90000 in 60000")));
              return null;
            });
    run();
  }

  @Test
  public void counts_ofRequestsAndCache() {
    PCollection<Row> out =
        pipeline
            .apply(
                TestStream.create(ORDER)
                    .addElements(order(1L), order(1L), order(2L), order(3L))
                    .addElements(order(1L), order(2L), order(4L))
                    .advanceWatermarkToInfinity())
            .setRowSchema(ORDER)
            .apply(
                enrich()
                    .withCache(100, Duration.ofMinutes(10))
                    .withBatchSize(2)
                    .withMaxWait(Duration.ofDays(1)));

    PAssert.that(out)
        .containsInAnyOrder(
            named(1, "n1"),
            named(1, "n1"),
            named(2, "n2"),
            named(3, "n3"),
            named(1, "n1"),
            named(2, "n2"),
            named(4, "n4"));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Enrich/lookup_requests"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/lookup_keys"), equalTo(4L));
    assertThat(Counters.of(result, "Enrich/lookup_coalesced"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/cache_hits"), equalTo(2L));
    assertThat(Counters.of(result, "Enrich/cache_misses"), equalTo(5L));
    assertThat(Counters.of(result, "Enrich/lookup_retries"), equalTo(0L));
    DistributionResult latency =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("summerbeam", "Enrich/lookup_latency_ms"))
                    .build())
            .getDistributions()
            .iterator()
            .next()
            .getCommitted();
    assertThat(latency.getCount(), equalTo(3L));
  }

  @Test
  public void cacheEvictions_areCounted() {
    orders(LongStream.range(0, 50).boxed().toArray(Long[]::new))
        .apply(enrich().withCache(10, Duration.ofMinutes(10)).withBatchSize(1));

    assertThat(
        Counters.of(run(), "Enrich/cache_evictions"),
        allOf(greaterThanOrEqualTo(1L), lessThanOrEqualTo(50L)));
  }

  @Test
  public void keepFor_isWhatTheStepSays_elseWhatTheOptionsSay() {
    LookupOptions options = PipelineOptionsFactory.as(LookupOptions.class);
    EnrichFromLookup kept = enrich().withKeepFor(Duration.ofSeconds(5));
    assertThat(enrich().settingsOn(options).keepFor(), equalTo(Duration.ZERO));
    options.setKeepLookups(true);
    assertThat(enrich().settingsOn(options).keepFor(), equalTo(EnrichFromLookup.KEEP_FOR));
    assertThat(kept.settingsOn(options).keepFor(), equalTo(Duration.ofSeconds(5)));
  }

  @Test
  public void cache_ofOneRun_isFoundByTheNext() throws Exception {
    EnrichFromLookup enrich =
        enrich().withCache(10, Duration.ofMinutes(10)).withKeepFor(Duration.ofMinutes(1));
    orders(1L).apply(enrich);
    assertThat(Counters.of(run(), "Enrich/cache_hits"), equalTo(0L));

    Pipeline next = Pipeline.create();
    next.apply(Create.of(order(1L)).withRowSchema(ORDER)).apply(enrich);
    PipelineResult result = next.run();
    result.waitUntilFinish();

    assertThat(Counters.of(result, "Enrich/cache_hits"), equalTo(1L));
    assertThat(source.server().opened.get(), equalTo(1));
    assertThat(source.server().closed.get(), equalTo(0));
    // Not to be there while other tests run.
    LookupSettings settings = enrich.settingsOn(next.getOptions());
    LookupEngine unused = SharedEngines.ofThisJvm().acquire(source, settings);
    SharedEngines.ofThisJvm().discard(source, settings);
    assertThat(source.server().closed.get(), equalTo(1));
  }

  @Test
  public void withCircuitBreaker_counterTellsWhenItOpensAndCloses() {
    AtomicInteger failures = new AtomicInteger(3);
    source.server().answers =
        keys ->
            failures.getAndDecrement() > 0
                ? MemorySource.Server.failed(LookupException.retryable("down", null))
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    PAssert.that(
            orders(1L)
                .apply(
                    enrich()
                        .withRetries(20)
                        .withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))
                        .withCircuitBreaker(2, Duration.ofMillis(20))))
        .containsInAnyOrder(named(1, "n1"));

    PipelineResult result = run();

    assertThat(
        "after two failures, and after the first trial",
        Counters.of(result, "Enrich/breaker_opened"),
        equalTo(2L));
    assertThat(Counters.of(result, "Enrich/breaker_closed"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/lookup_requests"), equalTo(4L));
  }

  @Test
  public void withRateLimit_ofASourceWithARequestForEachKey_spreadsThem() {
    AtomicLong lastAsked = new AtomicLong();
    source.server().requestsFor = count -> count;
    source.server().answers =
        keys -> {
          lastAsked.set(System.nanoTime());
          return CompletableFuture.completedFuture(MemorySource.Server.found(keys));
        };
    PAssert.that(
            pipeline
                .apply(
                    TestStream.create(ORDER)
                        .addElements(order(1L), order(2L), order(3L), order(4L), order(5L))
                        .advanceWatermarkToInfinity())
                .setRowSchema(ORDER)
                .apply(
                    enrich()
                        .withMaxWait(Duration.ofDays(1))
                        .withRateLimit(2, Duration.ofMillis(200))))
        .containsInAnyOrder(
            named(1, "n1"), named(2, "n2"), named(3, "n3"), named(4, "n4"), named(5, "n5"));
    long start = System.nanoTime();

    PipelineResult result = run();

    assertThat(
        source.server().requests.stream().map(List::size).toList(), equalTo(List.of(2, 2, 1)));
    assertThat(
        "the fifth is sent four intervals after the first",
        Duration.ofNanos(lastAsked.get() - start),
        greaterThanOrEqualTo(Duration.ofMillis(400)));
    assertThat(Counters.of(result, "Enrich/lookup_requests"), equalTo(5L));
    assertThat(Counters.of(result, "Enrich/lookup_keys"), equalTo(5L));
  }

  @Test
  public void throttled_isSeenByAutoscalers() {
    source.server().answers =
        keys ->
            source.server().requests.size() == 1
                ? MemorySource.Server.failed(
                    LookupException.throttled("busy", Duration.ofMillis(500), null))
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    PAssert.that(orders(1L).apply(enrich())).containsInAnyOrder(named(1, "n1"));

    PipelineResult result = run();

    long throttled = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(
                        MetricNameFilter.named(
                            Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME))
                    .build())
            .getCounters()) {
      throttled += counter.getCommitted();
    }
    assertThat(throttled, greaterThanOrEqualTo(250L));
  }

  @Test
  public void randomFailures_everyRecordIsOutOrDead() {
    Random random = new Random(7);
    source.server().answers =
        keys -> {
          double dice;
          synchronized (random) {
            dice = random.nextDouble();
          }
          return dice < 0.3
              ? MemorySource.Server.failed(LookupException.retryable("busy", null))
              : dice < 0.4
                  ? MemorySource.Server.failed(LookupException.permanent("bad", null))
                  : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
        };
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          orders(LongStream.range(-20, 480).boxed().toArray(Long[]::new))
              .apply(
                  enrich()
                      .withBatchSize(10)
                      .withRetries(1)
                      .withOnMiss(OnMiss.DROP)
                      .withDeadLetters(dead));
    }
    PAssert.that(out)
        .satisfies(
            rows -> {
              rows.forEach(
                  row ->
                      assertThat(row.getString("item_name"), equalTo("n" + row.getInt64("item"))));
              return null;
            });

    PipelineResult result = run();

    long outOrDead =
        Counters.of(result, "Enrich/records_out")
            + Counters.of(result, "Enrich/records_dropped")
            + Counters.of(result, "Enrich/records_dead.lookup_failed");
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(500L));
    assertThat(outOrDead, equalTo(500L));
  }

  @Test
  public void badSettings_areRefused() {
    EnrichFromLookup enrich = Enrich.fromLookup(source);
    assertThat(
        message(() -> enrich.withBatchSize(0)),
        equalTo("withBatchSize() must be positive, but was: 0"));
    assertThat(
        message(() -> enrich.withMaxInFlight(0)),
        equalTo("withMaxInFlight() must be positive, but was: 0"));
    assertThat(
        message(() -> enrich.withMaxWaiting(-1)),
        equalTo("withMaxWaiting() must be positive, but was: -1"));
    assertThat(
        message(() -> enrich.withMaxWait(Duration.ofSeconds(-1))),
        equalTo("withMaxWait() must be positive and at most PT8760H, but was: PT-1S"));
    assertThat(
        message(() -> enrich.withCache(0, Duration.ofSeconds(1))),
        equalTo("withCache() must be positive, but was: 0"));
    assertThat(
        message(() -> enrich.withCache(1, Duration.ofDays(366))),
        equalTo("withCache() must be positive and at most PT8760H, but was: PT8784H"));
    assertThat(
        message(() -> enrich.withNegativeTtl(Duration.ZERO)), containsString("withNegativeTtl()"));
    assertThat(
        message(() -> enrich.withRefreshAhead(Duration.ZERO)),
        containsString("withRefreshAhead()"));
    assertThat(
        message(() -> enrich.withRetries(-1)),
        equalTo("withRetries() must not be negative, but was: -1"));
    assertThat(
        message(() -> enrich.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1))),
        equalTo(
            "withBackoff(): the first pause must not be longer than the longest, but was PT2S, and"
                + " the longest PT1S."));
    assertThat(message(() -> enrich.withTimeout(Duration.ZERO)), containsString("withTimeout()"));
    assertThat(
        message(() -> enrich.withCircuitBreaker(0, Duration.ofSeconds(1))),
        equalTo("withCircuitBreaker() must be positive, but was: 0"));
    assertThat(
        message(() -> enrich.withRateLimit(0, Duration.ofSeconds(1))),
        equalTo("withRateLimit() must be positive, but was: 0"));
    assertThat(
        message(() -> enrich.withRateLimit(2_000, Duration.ofNanos(1_000))),
        equalTo(
            "withRateLimit() must have a nanosecond for each request, but was: 2000 in PT0.000001S."
                + " Leave it out."));
    assertThat(
        message(() -> enrich.withKeepFor(Duration.ofSeconds(-1))),
        equalTo("withKeepFor() must be zero, or positive and at most PT8760H, but was: PT-1S"));
    assertThat(
        message(() -> enrich.withKeepFor(Duration.ofDays(366))),
        equalTo("withKeepFor() must be zero, or positive and at most PT8760H, but was: PT8784H"));
    assertThat(message(() -> enrich.withStepName("")), containsString("withStepName()"));
  }

  @Test
  public void badCombinations_areRefused() {
    PCollection<Row> orders = orders(1L);
    assertThat(
        message(() -> orders.apply("a", enrich().withMaxWaiting(10))),
        equalTo(
            "Enrich.fromLookup(): withMaxWaiting() must be at least withBatchSize(), or no request"
                + " is ever full, but was 10, and withBatchSize() 100."));
    assertThat(
        message(() -> orders.apply("b", enrich().withNegativeTtl(Duration.ofSeconds(1)))),
        equalTo("Enrich.fromLookup(): withNegativeTtl() must come with withCache()."));
    assertThat(
        message(() -> orders.apply("c", enrich().withRefreshAhead(Duration.ofSeconds(1)))),
        equalTo("Enrich.fromLookup(): withRefreshAhead() must come with withCache()."));
    assertThat(
        message(
            () ->
                orders.apply(
                    "d",
                    enrich()
                        .withCache(1, Duration.ofSeconds(1))
                        .withRefreshAhead(Duration.ofSeconds(1)))),
        containsString("must be shorter than the time of withCache()"));
    assertThat(
        message(() -> orders.apply("e", Enrich.fromLookup(source).take("name"))),
        containsString("Enrich.fromLookup(): say what to look up"));
    assertThat(
        message(() -> orders.apply("f", Enrich.fromLookup(source).on("who", "id").take("name"))),
        containsString("'who' is STRING and the table's is INT64"));
    assertThat(
        message(() -> orders.apply("g", Enrich.fromLookup(source).on("item", "ids").take("name"))),
        containsString("Did you mean 'id'?"));
  }

  @Test
  public void displayData_saysHowItAsks() {
    DisplayData data = DisplayData.from(enrich().withCache(5, Duration.ofSeconds(7)));

    String text = data.asMap().values().toString();
    assertThat(text, containsString("item = table.id"));
    assertThat(text, containsString("item_name = table.name"));
    assertThat(text, containsString("PT7S"));
    assertThat(text, containsString("MemorySource"));
  }

  @Test
  public void displayData_keepFor_isShownWhereItIsSet() {
    assertThat(shownKeepFor(enrich()), empty());
    assertThat(shownKeepFor(enrich().withKeepFor(Duration.ofMinutes(2))), contains("PT2M"));
  }

  private static List<String> shownKeepFor(EnrichFromLookup enrich) {
    return DisplayData.from(enrich).items().stream()
        .filter(item -> item.getKey().equals("keepFor"))
        .map(item -> String.valueOf(item.getValue()))
        .toList();
  }

  private EnrichFromLookup enrich() {
    return Enrich.fromLookup(source)
        .on("item", "id")
        .take("name", "item_name")
        .withBackoff(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  private void fail(LookupException failure, long poison) {
    source.server().answers =
        keys ->
            keys.stream().anyMatch(key -> MemorySource.id(key) == poison)
                ? MemorySource.Server.failed(failure)
                : CompletableFuture.completedFuture(MemorySource.Server.found(keys));
  }

  private static void assertDead(DeadLetters dead, String... expected) {
    List<String> all = Arrays.asList(expected);
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> texts =
                  StreamSupport.stream(letters.spliterator(), false)
                      .map(
                          letter ->
                              letter.reason()
                                  + " "
                                  + letter.severity()
                                  + " "
                                  + letter.attempts()
                                  + ": "
                                  + letter.message())
                      .toList();
              assertThat(texts, equalTo(all));
              return null;
            });
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private PCollection<Row> orders(Long... items) {
    return pipeline.apply(
        Create.of(Arrays.stream(items).map(EnrichFromLookupTest::order).toList())
            .withRowSchema(ORDER));
  }

  private static Row order(Long item) {
    return row(ORDER, item, "Anna");
  }

  private static Row named(long item, String name) {
    return row(NAMED, item, "Anna", name);
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(Arrays.asList(values)).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  private static String text(Throwable error) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }
}
