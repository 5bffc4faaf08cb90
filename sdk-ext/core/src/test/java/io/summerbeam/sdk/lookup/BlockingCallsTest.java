package io.summerbeam.sdk.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class BlockingCallsTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch allClosed = new CountDownLatch(1);
  private volatile boolean refusing;
  private volatile boolean dead;
  private volatile boolean broken;

  /** Connections are numbers. */
  private final class Numbers implements BlockingCalls.Connector<Integer> {

    @Override
    public Integer connect() throws LookupException {
      if (refusing) {
        throw LookupException.retryable("refused", null);
      }
      return opened.incrementAndGet();
    }

    @Override
    public boolean isAlive(Integer connection) {
      if (broken) {
        throw new IllegalStateException("the driver is broken");
      }
      return !dead;
    }

    @Override
    public void close(Integer connection) {
      closed.incrementAndGet();
      allClosed.countDown();
    }
  }

  private BlockingCalls<Integer> calls(int connections) {
    return new BlockingCalls<>("Test", connections, new Numbers());
  }

  private static LookupException failure(CompletableFuture<?> answer) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
    return (LookupException) e.getCause();
  }

  @Test
  public void submit_manyCalls_useAtMostSoManyConnections() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (BlockingCalls<Integer> calls = calls(3)) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int number = i;
        answers.add(
            calls
                .submit(
                    connection -> {
                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                      running.decrementAndGet();
                      return number;
                    })
                .toCompletableFuture());
      }
      for (int i = 0; i < 500; i++) {
        assertThat(answers.get(i).get(30, TimeUnit.SECONDS), equalTo(i));
      }
    }
    assertThat(most.get(), lessThanOrEqualTo(3));
    assertThat(opened.get(), lessThanOrEqualTo(3));
    assertThat(closed.get(), equalTo(opened.get()));
  }

  @Test
  public void submit_whileAnotherBlocks_doesNotBlock() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (BlockingCalls<Integer> calls = calls(1)) {
      CompletableFuture<Integer> first =
          calls.submit(connection -> awaitEnd(end, connection)).toCompletableFuture();
      CompletableFuture<Integer> second =
          calls.submit(connection -> connection).toCompletableFuture();
      assertThat(first.isDone(), equalTo(false));
      assertThat(second.isDone(), equalTo(false));
      end.countDown();
      assertThat(second.get(30, TimeUnit.SECONDS), equalTo(first.get()));
    }
  }

  @Test
  public void submit_whileAllThreadsAreTaken_isSentWhenOneIsFree() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger openedWhenSent = new AtomicInteger();
    try (BlockingCalls<Integer> calls = calls(1)) {
      CountDownLatch firstSent = new CountDownLatch(1);
      CompletableFuture<Integer> first =
          calls
              .submit(
                  connection -> awaitEnd(end, connection),
                  () -> {
                    openedWhenSent.set(opened.get());
                    firstSent.countDown();
                  })
              .toCompletableFuture();
      CompletableFuture<Integer> second =
          calls.submit(connection -> connection, sent::incrementAndGet).toCompletableFuture();
      assertThat(firstSent.await(30, TimeUnit.SECONDS), equalTo(true));
      assertThat("connecting counts", openedWhenSent.get(), equalTo(0));
      assertThat(sent.get(), equalTo(0));

      end.countDown();

      assertThat(second.get(30, TimeUnit.SECONDS), equalTo(first.get()));
      assertThat(sent.get(), equalTo(1));
    }
  }

  @Test
  public void submit_afterOneThatWasCancelledWhileItRan_isSentWhenThatHasEnded() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    try (BlockingCalls<Integer> calls = calls(1)) {
      CompletableFuture<Integer> cancelled =
          calls
              .submit(
                  connection -> {
                    begun.countDown();
                    return awaitEnd(end, connection);
                  })
              .toCompletableFuture();
      CompletableFuture<Integer> next =
          calls.submit(connection -> connection, sent::incrementAndGet).toCompletableFuture();
      assertThat(begun.await(30, TimeUnit.SECONDS), equalTo(true));
      assertThat(cancelled.cancel(true), equalTo(true));
      assertThat("it has its connection still", sent.get(), equalTo(0));

      end.countDown();

      assertThat(next.get(30, TimeUnit.SECONDS), equalTo(1));
      assertThat(sent.get(), equalTo(1));
    }
  }

  @Test
  public void run_connectionThatCannotEvenBeLookedAt_isClosed() throws Exception {
    try (BlockingCalls<Integer> calls = calls(2)) {
      calls.run(first -> calls.run(second -> second));
      assertThrows(
          LookupException.class,
          () ->
              calls.run(
                  connection -> {
                    throw LookupException.retryable("connection reset", null);
                  }));
      broken = true;
      assertThrows(IllegalStateException.class, () -> calls.run(connection -> connection));
      assertThat(closed.get(), equalTo(2));

      assertThat(calls.run(connection -> connection), equalTo(3));
    }
    assertThat(closed.get(), equalTo(opened.get()));
  }

  @Test
  public void run_afterAFailureThatMayPass_otherConnectionsAreLookedAtBeforeTheyAreUsed()
      throws Exception {
    try (BlockingCalls<Integer> calls = calls(2)) {
      calls.run(first -> calls.run(second -> second));
      assertThat(opened.get(), equalTo(2));
      // The server was started again: it knows neither of them.
      dead = true;
      assertThrows(
          LookupException.class,
          () ->
              calls.run(
                  connection -> {
                    throw LookupException.retryable("connection reset", null);
                  }));

      assertThat(calls.run(connection -> connection), equalTo(3));
      assertThat(closed.get(), equalTo(2));
    }
  }

  private static Integer awaitEnd(CountDownLatch end, Integer connection) throws LookupException {
    try {
      end.await();
      return connection;
    } catch (InterruptedException e) {
      throw LookupException.retryable("interrupted", e);
    }
  }

  @Test
  public void submit_moreThanMayWait_failsRetryable() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (BlockingCalls<Integer> calls = calls(1)) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < BlockingCalls.MAX_WAITING + 2; i++) {
        answers.add(calls.submit(connection -> awaitEnd(end, connection)).toCompletableFuture());
      }
      LookupException e = failure(answers.get(BlockingCalls.MAX_WAITING + 1));
      assertThat(e.getMessage(), equalTo("Test: more than 1024 requests are waiting already."));
      assertThat(e.isRetryable(), equalTo(true));
      end.countDown();
      assertThat(answers.get(BlockingCalls.MAX_WAITING).get(30, TimeUnit.SECONDS), equalTo(1));
    }
  }

  @Test
  public void failure_retryable_takesAnotherConnection() throws Exception {
    try (BlockingCalls<Integer> calls = calls(1)) {
      HashSet<Integer> used = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        LookupException e =
            failure(
                calls
                    .submit(
                        connection -> {
                          used.add(connection);
                          throw LookupException.retryable("lost", null);
                        })
                    .toCompletableFuture());
        assertThat(e.getMessage(), equalTo("lost"));
      }
      assertThat(used.size(), equalTo(3));
      assertThat(closed.get(), equalTo(3));
    }
  }

  @Test
  public void failure_permanent_keepsTheConnection() throws Exception {
    try (BlockingCalls<Integer> calls = calls(1)) {
      for (int i = 0; i < 3; i++) {
        failure(
            calls
                .submit(
                    connection -> {
                      throw LookupException.permanent("bad key", null);
                    })
                .toCompletableFuture());
      }
      assertThat(opened.get(), equalTo(1));
      assertThat(closed.get(), equalTo(0));
    }
  }

  @Test
  public void failure_unexpected_isPermanentAndQuotesNothing() throws Exception {
    try (BlockingCalls<Integer> calls = calls(1)) {
      LookupException e =
          failure(
              calls
                  .submit(
                      connection -> {
                        throw new IllegalStateException("key 4711");
                      })
                  .toCompletableFuture());
      assertThat(
          e.getMessage(), equalTo("Test: the request failed (java.lang.IllegalStateException)."));
      assertThat(e.isRetryable(), equalTo(false));
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      assertThat(text.toString(), not(containsString("4711")));
    }
  }

  @Test
  public void connect_refused_failsAndIsTriedAgain() throws Exception {
    refusing = true;
    try (BlockingCalls<Integer> calls = calls(1)) {
      assertThat(
          failure(calls.submit(connection -> connection).toCompletableFuture()).getMessage(),
          equalTo("refused"));
      assertThat(
          assertThrows(LookupException.class, () -> calls.run(connection -> connection))
              .getMessage(),
          equalTo("refused"));
      refusing = false;
      assertThat(
          calls.submit(connection -> connection).toCompletableFuture().get(30, TimeUnit.SECONDS),
          equalTo(1));
    }
  }

  @Test
  public void cancelled_beforeItBegan_isNotMade() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger made = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    try (BlockingCalls<Integer> calls = calls(1)) {
      calls.submit(connection -> awaitEnd(end, connection));
      CompletableFuture<Integer> cancelled =
          calls
              .submit(connection -> made.incrementAndGet(), sent::incrementAndGet)
              .toCompletableFuture();
      assertThat(cancelled.cancel(false), equalTo(true));
      end.countDown();
      calls.submit(connection -> connection).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    assertThat(made.get(), equalTo(0));
    assertThat(sent.get(), equalTo(0));
  }

  @Test
  public void close_failsWhatWaitsAndClosesWhatIsUsed() throws Exception {
    BlockingCalls<Integer> calls = calls(1);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Integer> running =
        calls
            .submit(
                connection -> {
                  begun.countDown();
                  return awaitEnd(new CountDownLatch(1), connection);
                })
            .toCompletableFuture();
    CompletableFuture<Integer> waiting =
        calls.submit(connection -> connection).toCompletableFuture();
    assertThat(begun.await(30, TimeUnit.SECONDS), equalTo(true));
    calls.close();
    assertThat(allClosed.getCount(), equalTo(0L));
    assertThat(failure(running).isRetryable(), equalTo(true));
    assertThat(failure(waiting).getMessage(), equalTo("Test: the lookup is closed."));
    LookupException late = failure(calls.submit(connection -> connection).toCompletableFuture());
    assertThat(late.getMessage(), equalTo("Test: the lookup is closed."));
    assertThat(opened.get(), equalTo(1));
    assertThat(closed.get(), equalTo(1));
    assertThat(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.isAlive() && thread.getName().startsWith("Test-"))
            .count(),
        equalTo(0L));
  }

  @Test
  public void close_howeverTheClientFailsThen_isRetryable() throws Exception {
    List<Exception> failures =
        List.of(
            new IllegalStateException("its buffer is gone"),
            LookupException.permanent("Test: what the client cannot explain", null));
    for (Exception failure : failures) {
      BlockingCalls<Integer> calls = calls(1);
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Integer> running =
          calls
              .<Integer>submit(
                  connection -> {
                    begun.countDown();
                    assertThrows(
                        LookupException.class, () -> awaitEnd(new CountDownLatch(1), connection));
                    if (failure instanceof LookupException e) {
                      throw e;
                    }
                    throw (RuntimeException) failure;
                  })
              .toCompletableFuture();
      assertThat(begun.await(30, TimeUnit.SECONDS), equalTo(true));
      calls.close();
      LookupException told = failure(running);
      assertThat(told.isRetryable(), equalTo(true));
      assertThat(told.getMessage(), equalTo("Test: the lookup is closed."));
    }
  }

  @Test
  public void connections_notPositive_isRefused() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> calls(0));
    assertThat(
        e.getMessage(), equalTo("Test: the number of connections must be positive, but was: 0"));
  }
}
