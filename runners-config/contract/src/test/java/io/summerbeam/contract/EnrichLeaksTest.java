package io.summerbeam.contract;

import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import io.summerbeam.transforms.enrich.OnMiss;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Runs that end, fail and are cancelled leave no thread and no connection to the server. Each is of
 * one bundle: of others that wait while a run fails, the Direct runner sets up instances that it
 * never tears down.
 */
public class EnrichLeaksTest {

  private static final int RUNS = 100;
  private static final int ORDERS = 120;
  private static final int PATIENCE_SECONDS = 60;
  private static final List<String> THREADS =
      List.of(
          "JdbcLookup",
          "RedisLookup",
          "HttpLookup",
          "HttpClient",
          "PostgreSQL-JDBC",
          "summerbeam-lookup-timer");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Test
  public void runsOverPostgres_leaveNothing() throws Exception {
    try (RestartableServer server = new PostgresServer(FOLDER.newFolder().toPath())) {
      runsLeaveNothing(server, "postgres");
    }
  }

  @Test
  public void runsOverRedis_leaveNothing() throws Exception {
    try (RestartableServer server = new RedisOnDisk(FOLDER.newFolder().toPath())) {
      runsLeaveNothing(server, "redis");
    }
  }

  @Test
  public void runsOverHttp_leaveNothing() throws Exception {
    try (RestartableServer server = new HttpService()) {
      runsLeaveNothing(server, "http");
    }
  }

  private static void runsLeaveNothing(RestartableServer server, String name) throws Exception {
    await("there are no threads of others", EnrichLeaksTest::noThreads);
    WatchedSource source = new WatchedSource(server.customers(), name);
    WatchedSource.Watch watch = source.watch();
    EnrichFromLookup enrich =
        Enrich.fromLookup(source)
            .on("customer", "id")
            .take("name")
            .withBatchSize(10)
            .withTimeout(Duration.ofMinutes(10))
            .withKeepFor(Duration.ZERO);
    for (int i = 0; i < RUNS; i++) {
      int requests = watch.requests.get();
      switch (i % 3) {
        case 0 -> run(enrich.withOnMiss(OnMiss.DROP)).waitUntilFinish();
        // The first order without a customer throws.
        case 1 ->
            assertThrows(
                Pipeline.PipelineExecutionException.class, () -> run(enrich).waitUntilFinish());
        default -> {
          // Some requests are on their way, and are not answered while the run goes on.
          watch.holdFrom(requests + 3);
          PipelineResult result = run(enrich.withOnMiss(OnMiss.DROP));
          await("requests are on their way", () -> watch.requests.get() >= requests + 3);
          result.cancel();
          watch.release();
        }
      }
      await("the lookups are closed", () -> watch.lookups.get() == 0);
    }

    await("the connections are gone", () -> server.connections() == 0);
    await("the threads are gone", EnrichLeaksTest::noThreads);
  }

  private static PipelineResult run(EnrichFromLookup enrich) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setBlockOnRun(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(ORDERS))
        .apply(ParDo.of(new OrdersFn()))
        .setRowSchema(Customers.ORDER)
        .apply(enrich);
    return pipeline.run();
  }

  private static boolean noThreads() {
    // That of an HTTP client of JDK 17 ends when the client is collected.
    System.gc();
    return threads().isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> THREADS.stream().anyMatch(name::startsWith))
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Not within " + PATIENCE_SECONDS + " s: " + what + "; there are " + threads());
      }
      Thread.sleep(1);
    }
  }
}
