package io.summerbeam.io.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes, without blank ones; those that are too long are passed over. */
final class LineReader implements Closeable {

  private final InputStream in;
  private final int maxBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private long tooLong;

  /**
   * @param in buffered; closed with this
   */
  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The next line, without its end; null behind the last one. */
  byte @Nullable [] next() throws IOException {
    while (true) {
      line.reset();
      long length = 0;
      int read = in.read();
      if (read < 0) {
        return null;
      }
      for (; read >= 0 && read != '\n'; read = in.read()) {
        length++;
        if (length <= maxBytes) {
          line.write(read);
        }
      }
      if (length > maxBytes) {
        tooLong++;
      } else if (length > 0) {
        return line.toByteArray();
      }
    }
  }

  /** How many were passed over because they are too long. */
  long tooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
