package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * How many records there were, and how many of them failed.
 *
 * @param slice of the clock that they came in, or in which they began to come; 0 where that does
 *     not matter ({@link ErrorThreshold#within})
 * @param records all of them
 * @param errors those that failed
 */
public record ErrorCount(long slice, long records, long errors) {

  /** Nothing. */
  public static final ErrorCount NONE = new ErrorCount(0, 0);

  /** Of a time that does not matter. */
  public ErrorCount(long records, long errors) {
    this(0, records, errors);
  }

  /** Both together, from the slice of this one on. */
  public ErrorCount plus(ErrorCount other) {
    return new ErrorCount(slice, records + other.records, errors + other.errors);
  }

  /** Its coder: three numbers. */
  public static Coder<ErrorCount> coder() {
    return ErrorCountCoder.INSTANCE;
  }

  private static final class ErrorCountCoder extends AtomicCoder<ErrorCount> {

    private static final long serialVersionUID = 1;
    private static final ErrorCountCoder INSTANCE = new ErrorCountCoder();

    @Override
    public void encode(ErrorCount count, OutputStream out) throws IOException {
      VarLongCoder.of().encode(count.slice(), out);
      VarLongCoder.of().encode(count.records(), out);
      VarLongCoder.of().encode(count.errors(), out);
    }

    @Override
    public ErrorCount decode(InputStream in) throws IOException {
      return new ErrorCount(
          VarLongCoder.of().decode(in), VarLongCoder.of().decode(in), VarLongCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
