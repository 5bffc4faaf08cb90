package io.summerbeam.runners;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;

/** Logs each line that is written to it. */
final class LineLogger extends OutputStream {

  private final Logger logger;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineLogger(Logger logger) {
    this.logger = logger;
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    logger.info(text.stripTrailing());
  }
}
