package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Enrich.fromLookup while the server that it asks is stopped and started again. */
public class EnrichFaultsTest {

  private static final int ORDERS = 12_000;
  private static final int BATCH = 20;
  private static final int STOP_AT_REQUEST = 100;
  private static final int PATIENCE_SECONDS = 120;

  /** How long the rest may take when the server is there again. */
  private static final long REST_SECONDS = 60;

  private static final Pattern N = Pattern.compile("\"n\":([0-9]+)[,}]");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void postgresRestarted_withRetries_everyRecordIsEnriched() throws Exception {
    try (RestartableServer server = new PostgresServer(directory())) {
      everyRecordIsEnriched(server);
    }
  }

  @Test
  public void postgresRestarted_withoutRetries_everyRecordIsOutOrRetryable() throws Exception {
    try (RestartableServer server = new PostgresServer(directory())) {
      everyRecordIsOutOrRetryable(server);
    }
  }

  @Test
  public void redisRestarted_withRetries_everyRecordIsEnriched() throws Exception {
    try (RestartableServer server = new RedisOnDisk(directory())) {
      everyRecordIsEnriched(server);
    }
  }

  @Test
  public void redisRestarted_withoutRetries_everyRecordIsOutOrRetryable() throws Exception {
    try (RestartableServer server = new RedisOnDisk(directory())) {
      everyRecordIsOutOrRetryable(server);
    }
  }

  @Test
  public void serviceRestarted_withRetries_everyRecordIsEnriched() throws Exception {
    try (RestartableServer server = new HttpService()) {
      everyRecordIsEnriched(server);
    }
  }

  @Test
  public void serviceRestarted_withoutRetries_everyRecordIsOutOrRetryable() throws Exception {
    try (RestartableServer server = new HttpService()) {
      everyRecordIsOutOrRetryable(server);
    }
  }

  private void everyRecordIsEnriched(RestartableServer server) throws Exception {
    WatchedSource source = new WatchedSource(server.customers(), folder.getRoot().toString());
    PAssert.that(
            lines(
                enrich(source)
                    .withRetries(1_000)
                    .withBackoff(Duration.ofMillis(20), Duration.ofMillis(200))))
        .satisfies(new AllOf(false));

    PipelineResult result = runWhileRestarted(server, source.watch());

    assertThat(count(result, "records_in"), equalTo((long) ORDERS));
    assertThat(count(result, "records_out"), equalTo((long) ORDERS - ORDERS / 100));
    assertThat(count(result, "records_dead.lookup_miss"), equalTo(ORDERS / 100L));
    assertThat(count(result, "records_dead.lookup_failed"), equalTo(0L));
    assertThat(count(result, "lookup_retries"), greaterThan(0L));
    assertThatTheBreakerOpenedAndClosed(result);
  }

  private void everyRecordIsOutOrRetryable(RestartableServer server) throws Exception {
    WatchedSource source = new WatchedSource(server.customers(), folder.getRoot().toString());
    PAssert.that(lines(enrich(source).withRetries(0))).satisfies(new AllOf(true));

    PipelineResult result = runWhileRestarted(server, source.watch());

    long failed = count(result, "records_dead.lookup_failed");
    long missed = count(result, "records_dead.lookup_miss");
    long out = count(result, "records_out");
    assertThat(failed, greaterThan(0L));
    assertThat(out, greaterThan((long) STOP_AT_REQUEST * BATCH / 2));
    assertThat(out + missed + failed, equalTo((long) ORDERS));
    assertThat(count(result, "lookup_retries"), equalTo(0L));
    assertThatTheBreakerOpenedAndClosed(result);
  }

  private static void assertThatTheBreakerOpenedAndClosed(PipelineResult result) {
    long opened = count(result, "breaker_opened");
    long closed = count(result, "breaker_closed");
    assertThat(opened, greaterThan(0L));
    assertThat(closed, greaterThan(0L));
    assertThat(opened, greaterThanOrEqualTo(closed));
  }

  private static EnrichFromLookup enrich(WatchedSource source) {
    return Enrich.fromLookup(source)
        .on("customer", "id")
        .take("name")
        .withBatchSize(BATCH)
        .withMaxInFlight(2)
        .withTimeout(Duration.ofSeconds(60))
        .withCircuitBreaker(5, Duration.ofMillis(100))
        // The server goes with the test, and other tests count threads.
        .withKeepFor(Duration.ZERO);
  }

  /** What became of each order. */
  private PCollection<String> lines(EnrichFromLookup enrich) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          pipeline
              .apply(
                  Create.of(LongStream.range(0, ORDERS).mapToObj(Customers::order).toList())
                      .withRowSchema(Customers.ORDER))
              .apply(enrich.withDeadLetters(dead));
    }
    PCollection<String> enriched =
        out.apply(
            "Lines of records",
            MapElements.into(TypeDescriptors.strings())
                .via((Row row) -> row.getInt64("n") + " " + row.getString("name")));
    PCollection<String> letters =
        dead.collection()
            .apply(
                "Lines of dead letters",
                MapElements.into(TypeDescriptors.strings()).via(EnrichFaultsTest::line));
    return PCollectionList.of(enriched).and(letters).apply(Flatten.pCollections());
  }

  private static String line(DeadLetter letter) {
    Matcher n = N.matcher(new String(letter.payload(), StandardCharsets.UTF_8));
    if (!n.find()) {
      throw new AssertionError("A dead letter does not have its order.");
    }
    return n.group(1) + " " + letter.reason() + " " + letter.severity();
  }

  /** Stops the server in the middle of the run, and starts it when requests have failed. */
  private PipelineResult runWhileRestarted(RestartableServer server, WatchedSource.Watch watch)
      throws Exception {
    watch.holdFrom(STOP_AT_REQUEST);
    CompletableFuture<PipelineResult> run = CompletableFuture.supplyAsync(pipeline::run);
    await("some requests are answered", run, () -> watch.requests.get() >= STOP_AT_REQUEST);
    server.stop();
    watch.release();
    await("requests have failed", run, () -> watch.failed.get() >= 10);
    watch.hold();
    server.startAgain();
    watch.release();
    long start = System.nanoTime();
    PipelineResult result = run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), lessThan(REST_SECONDS));
    return result;
  }

  private static void await(
      String what, CompletableFuture<PipelineResult> run, BooleanSupplier condition)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (run.isDone()) {
        run.get();
        throw new AssertionError("The run ended before: " + what);
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE_SECONDS + " s: " + what);
      }
      Thread.sleep(1);
    }
  }

  private static long count(PipelineResult result, String name) {
    long sum = 0;
    for (var counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("summerbeam", "Enrich/" + name))
                    .build())
            .getCounters()) {
      sum += counter.getCommitted();
    }
    return sum;
  }

  private Path directory() throws Exception {
    return folder.newFolder().toPath();
  }

  /** Each order once: with its own customer, or as a miss where it has none, or as a failure. */
  private static final class AllOf implements SerializableFunction<Iterable<String>, Void> {

    private final boolean mayFail;

    AllOf(boolean mayFail) {
      this.mayFail = mayFail;
    }

    @Override
    public Void apply(Iterable<String> lines) {
      List<String> actual = new ArrayList<>();
      lines.forEach(
          line -> {
            long n = Long.parseLong(line.substring(0, line.indexOf(' ')));
            actual.add(mayFail && line.endsWith(" lookup_failed retryable") ? expected(n) : line);
          });
      assertThat(
          actual.stream().sorted().toList(),
          equalTo(LongStream.range(0, ORDERS).mapToObj(AllOf::expected).sorted().toList()));
      return null;
    }

    private static String expected(long n) {
      long customer = Customers.customer(n);
      return n
          + " "
          + (customer < Customers.COUNT ? Customers.name(customer) : "lookup_miss permanent");
    }
  }
}
