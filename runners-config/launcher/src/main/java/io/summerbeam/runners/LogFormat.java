package io.summerbeam.runners;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line a record: time in UTC, level, logger, message; below it the stack trace. */
final class LogFormat extends Formatter {

  @Override
  public String format(LogRecord record) {
    StringBuilder text = new StringBuilder();
    text.append(DateTimeFormatter.ISO_INSTANT.format(record.getInstant()))
        .append(' ')
        .append(record.getLevel().getName())
        .append(' ')
        .append(record.getLoggerName())
        .append(": ")
        .append(formatMessage(record))
        .append('\n');
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      text.append(trace);
    }
    return text.toString();
  }
}
