package io.summerbeam.runners;

import java.io.PrintStream;

/**
 * Ends a run when the process is told to end (Ctrl-C). The process ends with 128 + signal, which is
 * 130, within a few seconds: an engine that hangs while it is stopped (Spark streaming does) does
 * not hold it up.
 */
final class Interruption {

  private static final long PATIENCE_MILLIS = 5_000;
  private static final int INTERRUPTED = 130;

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  static Interruption watch(JobRun run, LogFile log, PrintStream err) {
    Thread hook =
        new Thread(
            () -> {
              err.println();
              err.println("Interrupted; ending what was started. (log: " + log.path() + ")");
              Thread cancel = new Thread(run::cancel, "cancel");
              cancel.setDaemon(true);
              cancel.start();
              try {
                cancel.join(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              if (cancel.isAlive()) {
                Runtime.getRuntime().halt(INTERRUPTED);
              }
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  void stopWatching() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is what ends it.
      return;
    }
  }
}
