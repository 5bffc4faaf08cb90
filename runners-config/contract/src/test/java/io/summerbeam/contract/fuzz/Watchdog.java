package io.summerbeam.contract.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the JVM where one payload takes too long, and says which, and where it is. */
final class Watchdog {

  /** Of the processor, for a megabyte; most payloads take microseconds. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** By the clock, on a machine that may have much else to do. */
  private static final Duration WALL_LIMIT = Duration.ofMinutes(2);

  private static final int EXIT_CODE = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Work(String payload, long since, long cpu) {}

  private static final Map<Thread, Work> WORKING = new ConcurrentHashMap<>();

  private Watchdog() {}

  static void start() {
    Thread thread = new Thread(Watchdog::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  static void begin(String payload) {
    WORKING.put(
        Thread.currentThread(),
        new Work(payload, System.nanoTime(), THREADS.getCurrentThreadCpuTime()));
  }

  /** How many nanoseconds of the processor it took. */
  static long end() {
    return THREADS.getCurrentThreadCpuTime() - WORKING.remove(Thread.currentThread()).cpu();
  }

  private static void watch() {
    while (true) {
      WORKING.forEach(
          (thread, work) -> {
            if (System.nanoTime() - work.since() > WALL_LIMIT.toNanos()
                || THREADS.getThreadCpuTime(thread.getId()) - work.cpu() > LIMIT.toNanos()) {
              System.out.println(work.payload() + " hangs at");
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
