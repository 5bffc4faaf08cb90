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

  private final String job;
  private final LogFile log;
  private final PrintStream err;
  private @Nullable Closeable started;
  private boolean closed;

  Companion(String job, LogFile log, PrintStream err) {
    this.job = job;
    this.log = log;
    this.err = err;
  }

  synchronized <T extends PipelineOptions> void start(Job<T> starting, T options) {
    if (closed) {
      throw new IllegalStateException("The process is ending.");
    }
    started = starting.start(options);
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
    try {
      closing.close();
    } catch (IOException | RuntimeException e) {
      log.failed(e);
      err.println(
          "What "
              + job
              + " had started could not be ended: "
              + RootCause.line(e)
              + " (log: "
              + log.path()
              + ")");
    }
  }
}
