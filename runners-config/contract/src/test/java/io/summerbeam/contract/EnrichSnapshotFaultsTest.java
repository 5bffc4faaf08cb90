package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.Assert.assertThrows;

import io.summerbeam.io.jdbc.JdbcSnapshot;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromSnapshot;
import io.summerbeam.transforms.enrich.OnMiss;
import io.summerbeam.transforms.enrich.OnStale;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Enrich.fromSnapshot while the database that its copy is of is stopped and started again. Of three
 * parts of orders the second comes while it is away, and the third when it is there again.
 */
public class EnrichSnapshotFaultsTest {

  private static final int PART = 400;
  private static final Duration REFRESH = Duration.ofMillis(100);

  /** Of loads, before the orders of the second part come. */
  private static final int FAILURES = 3;

  /** Longer than a busy machine takes to make a copy anew that is due. */
  private static final Duration MAX_STALENESS = Duration.ofSeconds(10);

  private static final Schema CUSTOMER =
      Schema.builder()
          .addFields(Customers.KEY.getFields())
          .addFields(Customers.VALUE.getFields())
          .build();

  private static final Pattern N = Pattern.compile("\"n\":([0-9]+)[,}]");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private PostgresServer server;
  private WatchedLoader loader;

  @Before
  public void startServer() throws Exception {
    server = new PostgresServer(folder.newFolder().toPath());
    loader =
        new WatchedLoader(
            JdbcSnapshot.of(server.url())
                .withCredentials("postgres", KeySource.of("file:" + server.password()))
                .from("customers")
                .withSchema(CUSTOMER)
                // So that a load is cut in its middle.
                .withFetchSize(1_000)
                .withTimeout(Duration.ofSeconds(30)),
            folder.getRoot().toString());
  }

  @After
  public void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  public void serverAway_copyServesOn_andWhatHasChangedIsMetAfterTheNextLoad() throws Exception {
    Outage outage = new Outage(server, loader.watch(), Duration.ZERO);
    expect(outage, enrich(), EnrichSnapshotFaultsTest::copyServesOn);

    PipelineResult result = pipeline.run();

    assertCounted(result, outage, 0);
    assertNothingIsLeft();
  }

  @Test
  public void serverAway_longerThanMaxStaleness_recordsAreDeadUntilTheNextLoad() throws Exception {
    Outage outage = new Outage(server, loader.watch(), MAX_STALENESS);
    expect(
        outage, enrich().withMaxStaleness(MAX_STALENESS), EnrichSnapshotFaultsTest::deadWhileStale);

    PipelineResult result = pipeline.run();

    assertCounted(result, outage, PART);
    assertNothingIsLeft();
  }

  @Test
  public void serverAway_longerThanMaxStaleness_withoutDeadLetters_isThrown() throws Exception {
    Duration soon = Duration.ofSeconds(2);
    orders(2, new Outage(server, loader.watch(), soon))
        .apply(enrich().withMaxStaleness(soon).withOnMiss(OnMiss.DROP));

    assertThrown();
  }

  @Test
  public void serverAway_longerThanMaxStaleness_onStaleStop_isThrownAlsoWithDeadLetters()
      throws Exception {
    Duration soon = Duration.ofSeconds(2);
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      orders(2, new Outage(server, loader.watch(), soon))
          .apply(enrich().withMaxStaleness(soon).withOnStale(OnStale.STOP).withDeadLetters(dead));
    }

    assertThrown();
  }

  private void assertThrown() throws Exception {
    assertThat(
        assertThrows(PipelineExecutionException.class, pipeline::run).getMessage(),
        containsString(
            "Enrich: lookup_failed: the snapshot is older than withMaxStaleness(), PT2S"));
    // The server is away.
    Leftovers.await("the copy is gone", () -> threads() == 0);
  }

  private EnrichFromSnapshot enrich() {
    return Enrich.fromSnapshot(loader, REFRESH)
        .on("customer", "id")
        .take("name")
        // The server goes with the test.
        .withKeepFor(Duration.ZERO);
  }

  private static String copyServesOn(long n) {
    return enriched(n, n < 2 * PART ? "customer " : "moved ");
  }

  private static String deadWhileStale(long n) {
    boolean away = n >= PART && n < 2 * PART;
    if (away) {
      return n
          + " lookup_failed retryable the snapshot is older than withMaxStaleness(), PT10S:"
          + " JdbcSnapshot customers: no connection";
    }
    return enriched(n, n < PART ? "customer " : "moved ");
  }

  private static String enriched(long n, String name) {
    long customer = Customers.customer(n);
    return customer < Customers.COUNT
        ? n + " " + name + customer
        : n + " lookup_miss permanent the key (customer) is not in the table";
  }

  /**
   * Each order comes out once, or is one dead letter.
   *
   * @param fate the line of what becomes of an order
   */
  private void expect(Outage outage, EnrichFromSnapshot enrich, LongFunction<String> fate) {
    List<String> out = new ArrayList<>();
    List<String> letters = new ArrayList<>();
    LongStream.range(0, 3L * PART)
        .mapToObj(fate)
        .forEach(line -> (line.contains(" lookup_") ? letters : out).add(line));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows;
    try (dead) {
      rows = orders(3, outage).apply(enrich.withDeadLetters(dead));
    }
    PAssert.that(
            rows.apply(
                "Lines of records",
                MapElements.into(TypeDescriptors.strings())
                    .via((Row row) -> row.getInt64("n") + " " + row.getString("name"))))
        .containsInAnyOrder(out);
    PAssert.that(
            dead.collection()
                .apply(
                    "Lines of dead letters",
                    MapElements.into(TypeDescriptors.strings())
                        .via(EnrichSnapshotFaultsTest::line)))
        .containsInAnyOrder(letters);
  }

  private static String line(DeadLetter letter) {
    Matcher n = N.matcher(new String(letter.payload(), StandardCharsets.UTF_8));
    if (!n.find()) {
      throw new AssertionError("A dead letter does not have its order.");
    }
    // Why there is no connection depends on the moment.
    String message = letter.ownMessage().replaceFirst("(no connection) \\(.*", "$1");
    return String.join(" ", n.group(1), letter.reason(), letter.severity(), message);
  }

  /** Each part in a bundle of its own, which begins when the one before is out. */
  private PCollection<Row> orders(int parts, Outage outage) {
    TestStream.Builder<Row> stream = TestStream.create(Customers.ORDER);
    for (long part = 0; part < parts; part++) {
      List<Row> orders =
          LongStream.range(part * PART, (part + 1) * PART).mapToObj(Customers::order).toList();
      stream = stream.addElements(orders.get(0), orders.subList(1, PART).toArray(new Row[0]));
    }
    Outage.ALL.put(loader.name(), outage);
    return pipeline
        .apply(stream.advanceWatermarkToInfinity())
        .apply("Outage", ParDo.of(new OutageFn(loader.name())))
        .setRowSchema(Customers.ORDER);
  }

  private static void assertCounted(PipelineResult result, Outage outage, long stale) {
    // One order in a hundred has no customer; those that meet an old copy are not looked up.
    long misses = (3L * PART - stale) / 100;
    assertThat(count(result, "records_in"), equalTo(3L * PART));
    assertThat(count(result, "records_out"), equalTo(3L * PART - stale - misses));
    assertThat(count(result, "records_dead.lookup_miss"), equalTo(misses));
    assertThat(count(result, "records_dead.lookup_failed"), equalTo(stale));
    assertThat(count(result, "snapshot_failures"), equalTo((long) outage.failed));
    assertThat(count(result, "snapshot_refreshes"), greaterThan(1L));
  }

  private static long count(PipelineResult result, String what) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(
                MetricNameFilter.named(
                    CounterName.NAMESPACE,
                    CounterName.of(EnrichFromSnapshot.STEP, what).metricName()))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getCommitted();
    }
    return sum;
  }

  private void assertNothingIsLeft() throws InterruptedException {
    Leftovers.await("the copy is gone", () -> threads() == 0);
    Leftovers.await("the connections are gone", () -> server.connections() == 0);
  }

  private static long threads() {
    return Leftovers.threads("summerbeam-snapshot-" + WatchedLoader.class.getSimpleName());
  }

  /** A server that goes and comes back. */
  private static final class Outage {

    static final Map<String, Outage> ALL = new ConcurrentHashMap<>();

    private final PostgresServer server;
    private final WatchedLoader.Watch watch;
    private final Duration olderThan;
    private volatile int failed;

    /**
     * @param olderThan the copy must be before the server is taken for away
     */
    Outage(PostgresServer server, WatchedLoader.Watch watch, Duration olderThan) {
      this.server = server;
      this.watch = watch;
      this.olderThan = olderThan;
    }

    /** It goes in the middle of a load, when something has changed that no load has seen. */
    void begin() throws Exception {
      watch.hold();
      Leftovers.await("a load is in its middle", watch::isHeld);
      server.execute("UPDATE customers SET name = 'moved ' || id");
      server.stop();
      watch.release();
      Leftovers.await("loads have failed", () -> watch.failed.get() >= FAILURES);
      Leftovers.await("the copy is too old", () -> watch.age().compareTo(olderThan) > 0);
    }

    void end() throws Exception {
      int loaded = watch.loaded.get();
      server.startAgain();
      // When the second has been loaded the first is in its place.
      Leftovers.await("there is another copy", () -> watch.loaded.get() >= loaded + 2);
      failed = watch.failed.get();
    }
  }

  /** The server is away before the second part goes on, and there again before the third. */
  private static final class OutageFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    private final String name;

    OutageFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element Row order, OutputReceiver<Row> out) throws Exception {
      long n = order.getInt64("n");
      if (n == PART) {
        Outage.ALL.get(name).begin();
      } else if (n == 2 * PART) {
        Outage.ALL.get(name).end();
      }
      out.output(order);
    }
  }
}
