package io.summerbeam.sdk.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What is left when something has ended: threads, and what exceptions tell. */
public final class Leftovers {

  private static final int PATIENCE_SECONDS = 60;

  private Leftovers() {}

  /**
   * Waits up to a minute until a condition holds.
   *
   * @throws AssertionError if it does not
   */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE_SECONDS + " s: " + what);
      }
      Thread.sleep(5);
    }
  }

  /** How many threads are alive whose names begin so. */
  public static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .count();
  }

  /** All that an exception tells, with its causes: where secrets must not be. */
  public static String everything(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
