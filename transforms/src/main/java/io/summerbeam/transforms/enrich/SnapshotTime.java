package io.summerbeam.transforms.enrich;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The time that snapshots go by, so that a test can let it pass. */
interface SnapshotTime {

  /** The time of this JVM. */
  SnapshotTime SYSTEM =
      new SnapshotTime() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        // Whether it was long enough is for the caller's loop to see.
        @SuppressWarnings("WaitNotInLoop")
        @Override
        public void await(Condition condition, long nanos) throws InterruptedException {
          boolean unused = condition.await(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** As {@link System#nanoTime}: it does not jump when somebody sets the clock. */
  long nanoTime();

  /** Waits until that much time has passed or the condition is signalled, or for no reason. */
  void await(Condition condition, long nanos) throws InterruptedException;
}
