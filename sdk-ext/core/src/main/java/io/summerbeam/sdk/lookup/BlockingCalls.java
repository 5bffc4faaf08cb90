package io.summerbeam.sdk.lookup;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes calls that block into calls that do not: they run on threads of their own, and each has a
 * connection to itself while it runs. So a {@link Lookup} over a client that blocks is a connector
 * and one call.
 *
 * <p>There are at most as many threads and connections as asked for; they are opened when they are
 * needed. Up to {@value #MAX_WAITING} more calls wait; one more fails, retryable. A connection goes
 * away after a call that failed retryable, after {@value #MAX_AGE_MINUTES} minutes, and where it
 * was not used for a second, or since another call failed retryable, and is found dead then; so a
 * server that was started again is found again, and a changed password is read again.
 *
 * <p>It is no pool of a library because those are on the class paths of engines in other versions
 * (Spark's has HikariCP 2.5.1), and because as many threads as connections need none.
 *
 * @param <C> the connections, each used by one thread at a time
 */
public final class BlockingCalls<C> implements AutoCloseable {

  /** How many calls may wait for a thread. */
  public static final int MAX_WAITING = 1024;

  /** How old a connection may become. */
  public static final int MAX_AGE_MINUTES = 30;

  private static final long CHECKED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(MAX_AGE_MINUTES);
  private static final long THREAD_IDLE_SECONDS = 60;
  private static final long CLOSE_SECONDS = 10;

  private final String name;
  private final Connector<C> connector;
  private final ThreadPoolExecutor threads;
  private final Set<Held<C>> open = ConcurrentHashMap.newKeySet();
  // The one used last comes first, so that those that are not needed grow old.
  private final ConcurrentLinkedDeque<Held<C>> idle = new ConcurrentLinkedDeque<>();
  // When a call failed last that may pass: the connections of before may be as dead.
  private volatile long failedAt = System.nanoTime();
  private volatile boolean closed;

  /** Opens and closes connections. Used by several threads at once. */
  public interface Connector<C> {

    /** Opens a connection; blocks for a bounded time. */
    C connect() throws LookupException;

    /** Whether the other side still answers; blocks for a bounded time. */
    boolean isAlive(C connection);

    /** Closes a connection, whatever state it is in; a call that runs on it ends. */
    void close(C connection);
  }

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Call<C, T> {

    /**
     * Asks, and blocks until the answer is there, for a bounded time: whoever waits for a thread
     * waits for that, and nothing but {@link BlockingCalls#close} ends it earlier.
     */
    T run(C connection) throws LookupException;
  }

  /**
   * Makes ready; nothing is opened yet.
   *
   * @param name of the threads and in messages: {@code JdbcLookup}
   * @param connections how many there may be
   * @throws IllegalArgumentException if {@code connections} is not positive
   */
  public BlockingCalls(String name, int connections, Connector<C> connector) {
    if (connections < 1) {
      throw new IllegalArgumentException(
          name + ": the number of connections must be positive, but was: " + connections);
    }
    this.name = name;
    this.connector = connector;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            connections,
            connections,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            run -> {
              Thread thread = new Thread(run, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs a call on the calling thread, which blocks. */
  public <T> T run(Call<C, T> call) throws LookupException {
    Held<C> held = borrow();
    boolean usable = false;
    try {
      T answer = call.run(held.connection);
      usable = true;
      return answer;
    } catch (LookupException e) {
      usable = !e.isRetryable();
      if (!usable) {
        failedAt = System.nanoTime();
      }
      throw e;
    } finally {
      if (usable) {
        giveBack(held);
      } else {
        discard(held);
      }
    }
  }

  /**
   * Runs a call on one of the threads.
   *
   * @return the answer; it fails with a {@link LookupException}. A call whose answer was cancelled
   *     before it began is not made; one that runs keeps its thread until it ends.
   */
  public <T> CompletionStage<T> submit(Call<C, T> call) {
    return submit(call, () -> {});
  }

  /**
   * As {@link #submit(Call)}, for {@link Lookup#get(Set, Runnable)}.
   *
   * @param whenSent is run when the call has a thread, which first connects where it must: what it
   *     waits for from then on is the other side, not other calls. Not run for one that is not made
   */
  public <T> CompletionStage<T> submit(Call<C, T> call, Runnable whenSent) {
    Task<T> task = new Task<>(call, whenSent);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      task.fail(
          closed
              ? isClosed()
              : LookupException.retryable(
                  name + ": more than " + MAX_WAITING + " requests are waiting already.", null));
    }
    return task.answer;
  }

  /**
   * Ends the calls that run and closes all connections. Those that were submitted fail, retryable;
   * one of {@link #run} fails as its client does.
   */
  @Override
  public void close() {
    closed = true;
    for (Runnable waiting : threads.shutdownNow()) {
      ((BlockingCalls<?>.Task<?>) waiting).fail(isClosed());
    }
    open.forEach(this::discard);
    boolean interrupted = false;
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Held<C> borrow() throws LookupException {
    for (Held<C> held = idle.pollFirst(); held != null; held = idle.pollFirst()) {
      boolean fresh =
          System.nanoTime() - held.usedAt < CHECKED_AFTER_NANOS && held.usedAt - failedAt > 0;
      boolean usable = false;
      try {
        usable = fresh || connector.isAlive(held.connection);
      } finally {
        // Also where isAlive() throws: nobody else knows this connection any more.
        if (!usable) {
          discard(held);
        }
      }
      if (usable) {
        return held;
      }
    }
    if (closed) {
      throw isClosed();
    }
    Held<C> held = new Held<>(connector.connect());
    open.add(held);
    // Else close() would not see it.
    if (closed) {
      discard(held);
      throw isClosed();
    }
    return held;
  }

  private void giveBack(Held<C> held) {
    long now = System.nanoTime();
    held.usedAt = now;
    if (closed || now - held.openedAt > MAX_AGE_NANOS) {
      discard(held);
    } else {
      idle.addFirst(held);
      // Else close() would not see that it is not used.
      if (closed) {
        discard(held);
      }
    }
    Held<C> oldest = idle.peekLast();
    if (oldest != null
        && now - oldest.usedAt > MAX_IDLE_NANOS
        && idle.removeLastOccurrence(oldest)) {
      discard(oldest);
    }
  }

  private void discard(Held<C> held) {
    if (open.remove(held)) {
      connector.close(held.connection);
    }
  }

  private LookupException isClosed() {
    return LookupException.retryable(name + ": the lookup is closed.", null);
  }

  private static final class Held<C> {

    private final C connection;
    private final long openedAt = System.nanoTime();
    private volatile long usedAt = openedAt;

    Held(C connection) {
      this.connection = connection;
    }
  }

  private final class Task<T> implements Runnable {

    private final Call<C, T> call;
    private final Runnable whenSent;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Task(Call<C, T> call, Runnable whenSent) {
      this.call = call;
      this.whenSent = whenSent;
    }

    @Override
    public void run() {
      if (answer.isDone()) {
        return;
      }
      T result;
      try {
        // No call waits for another one's connection: there are as many as threads.
        whenSent.run();
        result = BlockingCalls.this.run(call);
      } catch (LookupException e) {
        fail(e);
        return;
      } catch (RuntimeException e) {
        fail(failed(e));
        return;
      } catch (Error e) {
        fail(failed(e));
        throw e;
      }
      answer.complete(result);
    }

    private LookupException failed(Throwable e) {
      // Its message may quote a key.
      return LookupException.permanent(
          name + ": the request failed (" + e.getClass().getName() + ").", null);
    }

    void fail(LookupException e) {
      // A client whose connection close() takes away may fail in any way, also for good.
      answer.completeExceptionally(closed ? isClosed() : e);
    }
  }
}
