package io.summerbeam.benchmarks.windows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a checkpoint of this JVM has all records in it. */
public final class AllRead {

  private static final long MINUTES = 5;
  private static final CountDownLatch CHECKPOINTED = new CountDownLatch(1);

  private AllRead() {}

  /** One has. */
  public static void checkpointed() {
    CHECKPOINTED.countDown();
  }

  /** Waits for it. */
  public static void await() throws InterruptedException {
    if (!CHECKPOINTED.await(MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "there was no checkpoint of all records in " + MINUTES + " minutes");
    }
  }
}
