package io.summerbeam.transforms.enrich;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** A time that passes when a test says so. Who waits looks at it again every few milliseconds. */
final class FakeTime implements SnapshotTime {

  private final AtomicLong now = new AtomicLong();

  void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @SuppressWarnings("WaitNotInLoop")
  @Override
  public void await(Condition condition, long nanos) throws InterruptedException {
    boolean unused = condition.await(2, TimeUnit.MILLISECONDS);
  }
}
