package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/**
 * Reads numbers that cells have written, and refuses what none of them writes: a state that was cut
 * or overwritten must not become a result, nor the size of an array.
 */
final class States {

  private States() {}

  /** A count of records or values. */
  static long readCount(InputStream in) throws IOException {
    long count = VarInt.decodeLong(in);
    if (count < 0) {
      throw new CoderException("A count must not be negative, but is " + count + ".");
    }
    return count;
  }

  /** The number of things that follow. */
  static int readSize(InputStream in, int limit) throws IOException {
    long size = VarInt.decodeLong(in);
    if (size < 0 || size > limit) {
      throw new CoderException("A size must be from 0 to " + limit + ", but is " + size + ".");
    }
    return (int) size;
  }

  /** A yes or a no. */
  static boolean readFlag(InputStream in) throws IOException {
    return readSize(in, 1) == 1;
  }
}
