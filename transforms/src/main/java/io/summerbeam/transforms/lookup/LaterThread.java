package io.summerbeam.transforms.lookup;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for what is done later: it is there as long as something waits to be done, and no JVM
 * waits for it.
 */
final class LaterThread implements Later {

  /** What it is called. */
  static final String NAME = "summerbeam-lookup-closer";

  // How long it stays without work, and how often it looks whether there is some.
  private static final long LINGER_MILLIS = 500;

  private final ScheduledThreadPoolExecutor thread;

  LaterThread() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, NAME);
              made.setDaemon(true);
              return made;
            });
    // Else what was cancelled, and all it refers to, would stay until its time has come.
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(LINGER_MILLIS, TimeUnit.MILLISECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public Runnable run(Runnable task, Duration delay) {
    ScheduledFuture<?> scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
