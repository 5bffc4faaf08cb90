package io.summerbeam.runners;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run, and what was started for it, when the process is told to end (Ctrl-C). The process
 * ends with 128 + signal, which is 130, within some seconds: an engine that hangs while it is
 * stopped (Spark streaming does) does not hold it up.
 */
final class Interruption {

  private static final int INTERRUPTED = 130;

  private final Thread hook;
  private volatile @Nullable JobRun run;
  private volatile boolean underWay;

  private Interruption(Companion companion, LogFile log, PrintStream err) {
    this.hook =
        new Thread(
            () -> {
              underWay = true;
              err.println();
              err.println("Interrupted; ending what was started. (log: " + log.path() + ")");
              companion.interruptStart();
              JobRun running = run;
              boolean ended = running == null || Patience.ends("cancel", running::cancel);
              if (!Patience.ends("close", companion::close) || !ended) {
                Runtime.getRuntime().halt(INTERRUPTED);
              }
            },
            "interrupted");
  }

  static Interruption watch(Companion companion, LogFile log, PrintStream err) {
    Interruption interruption = new Interruption(companion, log, err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** From now on there is a run to cancel. */
  void cancels(JobRun started) {
    run = started;
  }

  /** Whether the process has been told to end: what fails now fails because of that. */
  boolean isUnderWay() {
    return underWay;
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
