package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Await {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long LOOK_AGAIN_NANOS = 100_000;

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    assertThat(what, condition.getAsBoolean());
  }
}
