package io.summerbeam.io.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has the server end the queries of a lookup that take too long.
 *
 * <p>The driver's own timer ({@link Statement#setQueryTimeout}) is one for the JVM, and a
 * connection that is aborted while a query is about to begin never gives it back: its thread would
 * stay for good. This one ends with its lookup.
 */
final class QueryTimer implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;
  private final Duration timeout;

  QueryTimer(String name, Duration timeout) {
    this.timeout = timeout;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            run -> {
              Thread thread = new Thread(run, name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Starts before the query does; the caller cancels it after the query. */
  Future<?> start(Statement query) {
    return timer.schedule(() -> end(query), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void end(Statement query) {
    try {
      query.cancel();
    } catch (SQLException e) {
      // The server cannot be reached: the timeout of the socket ends the query.
    }
  }

  /** To be called when no query runs any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
