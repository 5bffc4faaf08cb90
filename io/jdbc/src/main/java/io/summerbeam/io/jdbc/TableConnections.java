package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The connections over which a table is written; used by several threads at once. */
final class TableConnections implements AutoCloseable {

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final int MOST_DOUBLINGS = 20;

  private final TableWrite write;
  private final BlockingCalls<Connection> calls;
  private final Semaphore free;
  private final CountDownLatch closed = new CountDownLatch(1);

  TableConnections(TableWrite write) {
    this.write = write;
    this.calls =
        new BlockingCalls<>(
            write.where(), write.connections(), new Connector(write.database(), write.where()));
    this.free = new Semaphore(write.connections());
  }

  /**
   * Makes a call on the calling thread. What may pass is tried again, after pauses that grow.
   *
   * @param onRetry is told of each further attempt
   * @throws JdbcWriteException if it does not pass
   */
  <T> T run(BlockingCalls.Call<Connection, T> call, Runnable onRetry) throws InterruptedException {
    for (int failed = 0; ; failed++) {
      if (failed > 0) {
        pause(failed);
        onRetry.run();
      }
      free.acquire();
      try {
        return calls.run(call);
      } catch (LookupException e) {
        if (closed.getCount() == 0) {
          throw tornDown();
        }
        if (!e.isRetryable() || failed == write.retries()) {
          throw new JdbcWriteException(
              e.getMessage() + (failed == 0 ? "" : " It was tried " + (failed + 1) + " times."));
        }
      } finally {
        free.release();
      }
    }
  }

  // By chance between a half and all of it: those that failed together do not come together again.
  private void pause(int failed) throws InterruptedException {
    long whole =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failed - 1, MOST_DOUBLINGS));
    long pause = whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
    if (closed.await(pause, TimeUnit.MILLISECONDS)) {
      throw tornDown();
    }
  }

  private JdbcWriteException tornDown() {
    return new JdbcWriteException(write.where() + ": torn down while it was writing.");
  }

  /** Ends what is being written, which fails, and closes all connections. */
  @Override
  public void close() {
    closed.countDown();
    calls.close();
  }
}
