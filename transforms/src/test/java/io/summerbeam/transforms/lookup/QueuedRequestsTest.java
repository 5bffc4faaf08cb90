package io.summerbeam.transforms.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** More requests than the source has connections: a step's time is not for waiting for one. */
public class QueuedRequestsTest {

  private static final int REQUESTS = 5;
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  private final CountDownLatch free = new CountDownLatch(1);
  private final BlockingCalls<Object> calls = new BlockingCalls<>("Test", 1, new Connections());

  @Test
  public void requestsThatWaitForAConnection_spendNoTimeAndNoAttempt_andOpenNoBreaker()
      throws Exception {
    LookupEngine engine =
        LookupEngine.open(
            new OneConnection(calls),
            LookupSettings.builder()
                .setRetries(100)
                .setFirstBackoff(Duration.ofMillis(1))
                .setMaxBackoff(Duration.ofMillis(2))
                .setTimeout(TIMEOUT)
                .setBreakerFailures(1)
                .setBreakerOpenFor(Duration.ofMillis(1))
                .build(),
            System::nanoTime);
    try {
      // Who has the connection is none of the engine's, so that its time is not over.
      CompletionStage<Boolean> taken = calls.submit(connection -> await(free));
      List<Call> waiting = new ArrayList<>();
      for (long id = 0; id < REQUESTS; id++) {
        waiting.add(engine.ask(List.of(id), Set.of()).own());
      }
      CountDownLatch timeIsOver = new CountDownLatch(1);
      Runnable unused = engine.schedule(timeIsOver::countDown, 5 * TIMEOUT.toNanos());
      timeIsOver.await();
      for (Call call : waiting) {
        assertThat(call.requests(), equalTo(1));
        assertThat(call.retries(), equalTo(0));
      }
      assertThat(engine.breaker().isClosed(), equalTo(true));
      assertThat(engine.breaker().getFailureCount(), equalTo(0L));
      assertThat(engine.takeBreakerOpened(), equalTo(0L));

      free.countDown();

      assertThat(taken.toCompletableFuture().get(60, TimeUnit.SECONDS), equalTo(true));
      for (Call call : waiting) {
        CountDownLatch done = new CountDownLatch(1);
        call.whenDone(ended -> done.countDown());
        done.await();
        Object key = call.keys().get(0);
        assertThat(call.answer(key).values()[0], equalTo("n" + key));
      }
    } finally {
      free.countDown();
      engine.close();
    }
  }

  private static boolean await(CountDownLatch latch) throws LookupException {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw LookupException.retryable("interrupted", e);
    }
  }

  /** Asks over the calls of a test. */
  private record OneConnection(BlockingCalls<Object> calls) implements RowLookupSource {

    @Override
    public Schema keySchema() {
      return MemorySource.KEY;
    }

    @Override
    public Schema valueSchema() {
      return MemorySource.VALUE;
    }

    @Override
    public Lookup<Row, Row> open() {
      return new Lookup<>() {
        @Override
        public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
          return get(keys, () -> {});
        }

        @Override
        public CompletionStage<Map<Row, Row>> get(Set<Row> keys, Runnable whenSent) {
          return calls.submit(connection -> MemorySource.Server.found(keys), whenSent);
        }

        @Override
        public void close() {
          calls.close();
        }
      };
    }
  }

  /** Connections to nothing. */
  private static final class Connections implements BlockingCalls.Connector<Object> {

    @Override
    public Object connect() {
      return new Object();
    }

    @Override
    public boolean isAlive(Object connection) {
      return true;
    }

    @Override
    public void close(Object connection) {}
  }
}
