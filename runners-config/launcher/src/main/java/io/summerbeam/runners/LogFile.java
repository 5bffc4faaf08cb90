package io.summerbeam.runners;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * The log of a run. While it is open, all that goes through {@code java.util.logging}, and all that
 * is printed to {@code System.out} and {@code System.err}, goes into one file and not on the
 * terminal.
 */
final class LogFile implements AutoCloseable {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Path path;
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final Logger root = LogManager.getLogManager().getLogger("");
  private final Level rootLevel = root.getLevel();
  private final Handler[] handlersBefore = root.getHandlers();

  private LogFile(Path path) {
    this.path = path;
  }

  /**
   * Opens a log file for a job in the directory of temporary files.
   *
   * @param alsoTo where the log is shown too
   */
  static LogFile open(String job, PrintStream... alsoTo) throws IOException {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
    LogDirectory directory =
        LogDirectory.open(Path.of(System.getProperty("java.io.tmpdir"), "summerbeam-" + user));
    String stamp = ZonedDateTime.now(ZoneOffset.UTC).format(STAMP);
    Path path = directory.file(job + "-" + stamp + "-" + ProcessHandle.current().pid() + ".log");
    OutputStream file = Files.newOutputStream(path, StandardOpenOption.APPEND);
    LogFile log = new LogFile(path.toAbsolutePath());
    for (Handler handler : log.handlersBefore) {
      log.root.removeHandler(handler);
    }
    log.root.addHandler(handler(file));
    for (PrintStream to : alsoTo) {
      log.root.addHandler(handler(new Unclosed(to)));
    }
    log.root.setLevel(Level.INFO);
    System.setOut(printer("stdout"));
    System.setErr(printer("stderr"));
    return log;
  }

  Path path() {
    return path;
  }

  /** Writes a failure into the log, with its stack trace. */
  void failed(Throwable failure) {
    Logger.getLogger(LogFile.class.getName()).log(Level.SEVERE, "The run failed.", failure);
  }

  @Override
  public void close() {
    System.setOut(systemOut);
    System.setErr(systemErr);
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
      handler.close();
    }
    for (Handler handler : handlersBefore) {
      root.addHandler(handler);
    }
    root.setLevel(rootLevel);
  }

  private static Handler handler(OutputStream to) {
    Handler handler =
        new StreamHandler(to, new LogFormat()) {
          @Override
          public synchronized void publish(java.util.logging.LogRecord record) {
            super.publish(record);
            flush();
          }
        };
    handler.setLevel(Level.ALL);
    return handler;
  }

  private static PrintStream printer(String logger) {
    return new PrintStream(new LineLogger(Logger.getLogger(logger)), true, StandardCharsets.UTF_8);
  }

  /** A terminal stays open when the log is closed. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream to;

    Unclosed(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }
}
