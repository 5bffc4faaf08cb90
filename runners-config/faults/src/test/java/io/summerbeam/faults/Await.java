package io.summerbeam.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for what other processes do. */
final class Await {

  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /** Waits until a question is answered with yes; that it fails is no. */
  static void until(String what, Duration patience, Callable<Boolean> question)
      throws InterruptedException {
    until(what, patience, question, () -> "");
  }

  /**
   * Waits until a question is answered with yes; that it fails is no.
   *
   * @param more what else to say where it is not
   */
  static void until(
      String what, Duration patience, Callable<Boolean> question, Supplier<String> more)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Exception last = null;
    while (System.nanoTime() < end) {
      try {
        if (question.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError(
        "not within " + patience.toSeconds() + " s: " + what + ". " + more.get(), last);
  }
}
