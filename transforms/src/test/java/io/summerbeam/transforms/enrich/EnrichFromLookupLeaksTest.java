package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** A hundred bundles that end in each possible way: no thread and no connection is left. */
public class EnrichFromLookupLeaksTest {

  private static final Schema RECORD = Schema.builder().addInt64Field("number").build();
  private static final int BUNDLES = 100;
  private static final int MAX_IN_FLIGHT = 3;
  private static final List<String> THREADS =
      List.of(SocketSource.THREADS, "summerbeam-lookup-timer");

  private final List<Long> answers = new ArrayList<>();
  private SocketServer server;

  @Before
  public void start() throws Exception {
    server = new SocketServer();
  }

  @After
  public void stop() throws Exception {
    server.close();
  }

  @Test
  public void bundles_whicheverWayTheyEnd_leaveNothing() throws Exception {
    long threads = threads();
    for (int i = 0; i < BUNDLES; i++) {
      LookupFnDriver fn = driver();
      fn.setup();
      fn.startBundle();
      switch (i % 5) {
        case 0 -> {
          // Answered.
          process(fn, 1, 2, 3);
          fn.finishBundle();
        }
        case 1 -> {
          // Interrupted at its end.
          process(fn, 1, -2, -3);
          interrupted(fn::finishBundle);
        }
        case 2 -> {
          // Interrupted where it waits for others.
          interrupted(() -> process(fn, -1, -2, -3, -4, -5));
        }
        // Given up with requests that nobody answers.
        case 3 -> process(fn, -1, -2, -3);
        default -> {
          // Given up, and the instance is used again.
          process(fn, -1, -2);
          fn.startBundle();
          process(fn, 4);
          fn.finishBundle();
        }
      }
      fn.teardown();
    }

    Await.until("the connections are gone", () -> server.connected() == 0);
    Await.until("the threads are gone", () -> threads() <= threads);
    assertThat(server.accepted(), greaterThanOrEqualTo(BUNDLES));
    assertThat(server.unanswered(), greaterThan(BUNDLES / 2));
    assertThat(answers.stream().distinct().sorted().toList(), contains(2L, 4L, 6L, 8L));
  }

  @Test
  public void bundlesOfOneOpenLookup_thatAreInterrupted_shareItsConnections() throws Exception {
    long threads = threads();
    LookupFnDriver keeper = driver();
    keeper.setup();
    for (int i = 0; i < BUNDLES; i++) {
      LookupFnDriver fn = driver();
      fn.setup();
      fn.startBundle();
      process(fn, -3 * i - 1, -3 * i - 2, -3 * i - 3);
      interrupted(fn::finishBundle);
      fn.teardown();
      assertThat(server.connected(), lessThanOrEqualTo(MAX_IN_FLIGHT));
    }
    assertThat(threads() - threads, lessThanOrEqualTo(1L + MAX_IN_FLIGHT));

    keeper.teardown();

    Await.until("the connections are gone", () -> server.connected() == 0);
    Await.until("the threads are gone", () -> threads() <= threads);
    assertThat(answers.size(), equalTo(0));
  }

  private LookupFnDriver driver() {
    Enrichment enrichment =
        Enrichment.of("Enrich.fromLookup()").on("number", "id").take("answer", "answer");
    return new LookupFnDriver(
        new EnrichFromLookupFn(
            "Enrich",
            new SocketSource(server.port()),
            LookupSettings.builder()
                .setRetries(3)
                .setFirstBackoff(Duration.ofMillis(1))
                .setMaxBackoff(Duration.ofMillis(2))
                .setTimeout(Duration.ofMinutes(10))
                .setKeepFor(Duration.ZERO)
                .build(),
            new BundleLimits(1, Duration.ofDays(1), MAX_IN_FLIGHT, 100),
            enrichment,
            enrichment.keyReader(RECORD, SocketSource.KEY),
            enrichment.appender(RECORD, SocketSource.VALUE),
            null),
        row -> answers.add(row.getInt64("answer")));
  }

  private static void process(LookupFnDriver fn, long... numbers) throws InterruptedException {
    for (long number : numbers) {
      fn.process(Row.withSchema(RECORD).addValues(number).build());
    }
  }

  private static void interrupted(ThrowingRunnable run) {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, run);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> THREADS.stream().anyMatch(thread.getName()::startsWith))
        .count();
  }
}
