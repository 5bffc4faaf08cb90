package io.summerbeam.contract.fuzz;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the JVM where one payload takes too long, and says which, and where it is. */
final class Watchdog {

  /** Of a megabyte, on a machine that has much else to do; most take microseconds. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final int EXIT_CODE = 3;

  private record Work(String payload, long since) {}

  private static final Map<Thread, Work> WORKING = new ConcurrentHashMap<>();

  private Watchdog() {}

  static void start() {
    Thread thread = new Thread(Watchdog::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  static void begin(String payload) {
    WORKING.put(Thread.currentThread(), new Work(payload, System.nanoTime()));
  }

  /** How many nanoseconds it took. */
  static long end() {
    return System.nanoTime() - WORKING.remove(Thread.currentThread()).since();
  }

  private static void watch() {
    while (true) {
      WORKING.forEach(
          (thread, work) -> {
            if (System.nanoTime() - work.since() > LIMIT.toNanos()) {
              System.out.println(work.payload() + " hangs after " + LIMIT + " at");
              for (StackTraceElement each : thread.getStackTrace()) {
                System.out.println("    " + each);
              }
              Runtime.getRuntime().halt(EXIT_CODE);
            }
          });
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
