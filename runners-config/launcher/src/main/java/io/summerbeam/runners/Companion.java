package io.summerbeam.runners;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a job started to live as long as its run. It is closed once, by the end of the run or by
 * Ctrl-C, whichever comes first; the other one waits for it.
 */
final class Companion implements AutoCloseable {

  private final String name;
  private final LogFile log;
  private final PrintStream err;
  private @Nullable Closeable started;
  private boolean closed;
  private volatile @Nullable Thread starting;

  Companion(String name, LogFile log, PrintStream err) {
    this.name = name;
    this.log = log;
    this.err = err;
  }

  synchronized <T extends PipelineOptions> void start(Job<T> job, T options) {
    if (closed) {
      throw new IllegalStateException("The process is ending.");
    }
    starting = Thread.currentThread();
    try {
      started = job.start(options);
    } finally {
      starting = null;
    }
  }

  /** Ends the waiting of whoever starts it at the moment. */
  void interruptStart() {
    Thread thread = starting;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** What cannot be closed is told; the result of the run stays what it is. */
  @Override
  public synchronized void close() {
    closed = true;
    Closeable closing = started;
    started = null;
    if (closing == null) {
      return;
    }
    // Who closes waits for what ends, also where it was interrupted itself.
    boolean interrupted = Thread.interrupted();
    try {
      closing.close();
    } catch (IOException | RuntimeException e) {
      log.failed(e);
      err.println(
          "What "
              + name
              + " had started could not be ended: "
              + RootCause.line(e)
              + " (log: "
              + log.path()
              + ")");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
