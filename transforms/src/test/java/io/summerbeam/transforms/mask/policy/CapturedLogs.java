package io.summerbeam.transforms.mask.policy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that anybody logs at any level, as long as it is open; of Beam's Direct runner, what
 * is not for debugging it. For that it logs each bundle with its elements, whatever transforms do.
 */
final class CapturedLogs extends Handler implements AutoCloseable {

  private static final String DIRECT_RUNNER = "org.apache.beam.runners.direct.";

  private final StringWriter text = new StringWriter();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();

  CapturedLogs() {
    setLevel(Level.ALL);
    root.setLevel(Level.ALL);
    root.addHandler(this);
  }

  /** What was logged so far. */
  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLoggerName().startsWith(DIRECT_RUNNER)
        && record.getLevel().intValue() < Level.INFO.intValue()) {
      return;
    }
    synchronized (text) {
      text.append(record.getLoggerName())
          .append(' ')
          .append(formatter.formatMessage(record))
          .append('\n');
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text, true));
      }
    }
  }

  @Override
  public void flush() {
    // It is in memory.
  }

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
