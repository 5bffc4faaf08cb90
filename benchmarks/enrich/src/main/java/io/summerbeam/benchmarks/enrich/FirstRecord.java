package io.summerbeam.benchmarks.enrich;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the first record of this JVM is through. The others are not sent before: the first one
 * waits for the table, and records that came meanwhile would be held somewhere, which is not what
 * is measured.
 */
public final class FirstRecord {

  private static final long MINUTES = 5;
  private static final CountDownLatch THROUGH = new CountDownLatch(1);

  private static volatile boolean through;

  private FirstRecord() {}

  /** A record is through; of the first one others are told. */
  public static void arrived() {
    if (!through) {
      through = true;
      THROUGH.countDown();
    }
  }

  /** Waits for it. */
  public static void await() throws InterruptedException {
    if (!THROUGH.await(MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "the first record is not through after " + MINUTES + " minutes");
    }
  }
}
