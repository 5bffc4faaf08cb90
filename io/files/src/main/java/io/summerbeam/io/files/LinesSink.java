package io.summerbeam.io.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Writes records into one file: the header first, and a line feed behind each. */
final class LinesSink implements FileIO.Sink<byte[]> {

  private static final long serialVersionUID = 1;
  private static final int BUFFER_BYTES = 1 << 16;

  private final byte @Nullable [] header;
  private transient @Nullable OutputStream out;

  LinesSink(byte @Nullable [] header) {
    this.header = header;
  }

  @Override
  public void open(WritableByteChannel channel) throws IOException {
    out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    if (header != null) {
      write(header);
    }
  }

  @Override
  public void write(byte[] record) throws IOException {
    OutputStream stream = opened();
    stream.write(record);
    stream.write('\n');
  }

  @Override
  public void flush() throws IOException {
    opened().flush();
  }

  private OutputStream opened() {
    if (out == null) {
      throw new IllegalStateException("The file is not open.");
    }
    return out;
  }
}
