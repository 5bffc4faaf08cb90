package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.summerbeam.io.http.HttpLookup;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * How long Enrich.fromLookup holds a record while the server is away.
 *
 * <p>Whatever the server does, a request is given up when all its attempts have timed out, with the
 * longest pauses between them: {@link #REQUEST}. A record waits for others to join its request,
 * then until one of the requests may be sent that are open at most, all of which are at work by
 * then, and then for its own: {@link #HELD}.
 */
public class EnrichAwayTest {

  private static final int BATCH = 20;
  private static final int IN_FLIGHT = 2;

  /** In one bundle; half of the requests wait until the others are given up. */
  private static final int ORDERS = 2 * IN_FLIGHT * BATCH;

  private static final int ATTEMPTS = 3;
  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration SECOND_PAUSE = Duration.ofMillis(150);
  private static final Duration REQUEST =
      TIMEOUT.multipliedBy(ATTEMPTS).plus(FIRST_PAUSE).plus(SECOND_PAUSE);
  private static final Duration HELD = EnrichFromLookup.MAX_WAIT.plus(REQUEST).plus(REQUEST);

  /** What a machine that is busy with other things may add: without a bound it is for ever. */
  private static final Duration MACHINE = Duration.ofSeconds(20);

  private static final int PATIENCE_SECONDS = 60;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void postgresStopped_holdsNoRecordLongerThanItsRequests() throws Exception {
    try (RestartableServer server = new PostgresServer(folder.newFolder().toPath())) {
      holdsNoRecordLonger(server);
    }
  }

  @Test
  public void redisStopped_holdsNoRecordLongerThanItsRequests() throws Exception {
    try (RestartableServer server = new RedisOnDisk(folder.newFolder().toPath())) {
      holdsNoRecordLonger(server);
    }
  }

  @Test
  public void serviceStopped_holdsNoRecordLongerThanItsRequests() throws Exception {
    try (RestartableServer server = new HttpService()) {
      holdsNoRecordLonger(server);
    }
  }

  @Test
  public void serviceThatIsSilent_holdsRecordsAsLongAsTheirRequests() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, ORDERS, InetAddress.getLoopbackAddress())) {
      expectAllOfThem(
          HttpLookup.get("http://127.0.0.1:" + silent.getLocalPort() + "/{id}")
              .withKey("id", FieldType.INT64)
              .withValues(Customers.VALUE),
          TIMEOUT.multipliedBy(ATTEMPTS));

      pipeline.run().waitUntilFinish();
    }
  }

  /** Stops the server when the first requests wait, and does not start it again. */
  private void holdsNoRecordLonger(RestartableServer server) throws Exception {
    WatchedSource source = new WatchedSource(server.customers(), folder.getRoot().toString());
    WatchedSource.Watch watch = source.watch();
    // As the second attempt fails at once, only the pauses are sure.
    expectAllOfThem(source, FIRST_PAUSE.plus(SECOND_PAUSE).dividedBy(2));
    watch.holdFrom(1);
    CompletableFuture<PipelineResult> run = CompletableFuture.supplyAsync(pipeline::run);
    Leftovers.await("a request is on its way", () -> watch.requests.get() > 0);
    server.stop();
    watch.release();
    run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void expectAllOfThem(RowLookupSource source, Duration least) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(Create.of(ORDERS))
          .apply(ParDo.of(new OrdersFn()))
          .setRowSchema(Customers.ORDER)
          .apply(
              Enrich.fromLookup(source)
                  .on("customer", "id")
                  .take("name")
                  .withBatchSize(BATCH)
                  .withMaxInFlight(IN_FLIGHT)
                  .withTimeout(TIMEOUT)
                  .withRetries(ATTEMPTS - 1)
                  .withBackoff(FIRST_PAUSE, SECOND_PAUSE)
                  // The server goes with the test, and other tests count threads.
                  .withKeepFor(Duration.ZERO)
                  .withDeadLetters(dead));
    }
    PAssert.that(dead.collection()).satisfies(new AllInTime(least.toMillis()));
  }

  /** Each order once, given up after all its attempts. */
  private static final class AllInTime implements SerializableFunction<Iterable<DeadLetter>, Void> {

    private final long leastMillis;

    AllInTime(long leastMillis) {
      this.leastMillis = leastMillis;
    }

    @Override
    public Void apply(Iterable<DeadLetter> letters) {
      List<String> actual = new ArrayList<>();
      for (DeadLetter letter : letters) {
        actual.add(
            line(
                new String(letter.payload(), StandardCharsets.UTF_8),
                letter.reason(),
                letter.severity(),
                letter.attempts()));
        // An order is of the time it was made.
        assertThat(
            letter.failureTime().getMillis() - letter.eventTime().getMillis(),
            allOf(
                greaterThanOrEqualTo(leastMillis),
                lessThanOrEqualTo(HELD.plus(MACHINE).toMillis())));
      }
      assertThat(
          actual.stream().sorted().toList(),
          equalTo(
              LongStream.range(0, ORDERS)
                  .mapToObj(
                      n ->
                          line(
                              "{\"n\":" + n + ",\"customer\":" + Customers.customer(n) + "}",
                              "lookup_failed",
                              "retryable",
                              ATTEMPTS))
                  .sorted()
                  .toList()));
      return null;
    }

    private static String line(String payload, String reason, String severity, int attempts) {
      return payload + " " + reason + " " + severity + " " + attempts;
    }
  }
}
