package io.summerbeam.sdk.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a record in Avro's binary encoding. What they say of their own lengths is checked
 * against the bytes there are before anything is allocated.
 */
final class AvroInput {

  /** How many elements of no bytes the arrays of a record may have together. */
  static final int MAX_EMPTY_ELEMENTS = 100_000;

  /** How deep values may be nested that nobody reads. */
  static final int MAX_DEPTH = 1_000;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // The last of the ten bytes of a long has one bit.
  private static final int LAST_SHIFT = 63;

  private byte[] bytes = {};
  private int at;
  private int emptyElements;
  private int depth;

  /** Starts with a record. */
  void start(byte[] record, int from) {
    bytes = record;
    at = from;
    emptyElements = 0;
    depth = 0;
  }

  /** Ends with the record, which must end here. */
  void end() throws MalformedException {
    int left = bytes.length - at;
    bytes = new byte[0];
    if (left > 0) {
      throw new MalformedException(
          "the record has " + left + " more bytes than its schema tells");
    }
  }

  boolean readBoolean() throws MalformedException {
    int value = bytes[advance(1)];
    if ((value & ~1) != 0) {
      throw new MalformedException("the record has no boolean where its schema tells one");
    }
    return value == 1;
  }

  int readInt() throws MalformedException {
    long value = readLong();
    if (value != (int) value) {
      throw new MalformedException("the record has a whole number of more than 32 bits for an int");
    }
    return (int) value;
  }

  long readLong() throws MalformedException {
    byte[] from = bytes;
    int i = at;
    if (i >= from.length) {
      throw cutOff();
    }
    long value = from[i++];
    if (value < 0) {
      value &= 0x7F;
      int shift = 0;
      int each;
      do {
        if (i >= from.length) {
          throw cutOff();
        }
        each = from[i++];
        shift += 7;
        if (shift == LAST_SHIFT && (each & ~1) != 0) {
          throw new MalformedException("the record has a whole number of more than 64 bits");
        }
        value |= (each & 0x7FL) << shift;
      } while (each < 0);
    }
    at = i;
    return (value >>> 1) ^ -(value & 1);
  }

  float readFloat() throws MalformedException {
    return Float.intBitsToFloat((int) INTS.get(bytes, advance(Float.BYTES)));
  }

  double readDouble() throws MalformedException {
    return Double.longBitsToDouble((long) LONGS.get(bytes, advance(Double.BYTES)));
  }

  String readString() throws MalformedException {
    int length = readLength();
    int from = advance(length);
    String text = Utf8.text(bytes, from, from + length);
    if (text == null) {
      throw new MalformedException("the record has a string that is not UTF-8");
    }
    return text;
  }

  byte[] readBytes() throws MalformedException {
    return readFixed(readLength());
  }

  byte[] readFixed(int length) throws MalformedException {
    int from = advance(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  void skipBytes() throws MalformedException {
    advance(readLength());
  }

  void skip(int length) throws MalformedException {
    advance(length);
  }

  /** The number of one of so many: branches of a union, symbols of an enum. */
  int readIndex(int count) throws MalformedException {
    long index = readLong();
    if (index < 0 || index >= count) {
      throw new MalformedException(
          "the record has a branch of a union or a symbol of an enum that its schema has not");
    }
    return (int) index;
  }

  /**
   * How many elements the next block of an array or a map has; 0 at its end.
   *
   * @param elementBytes how many bytes an element has at least
   */
  long readBlock(long elementBytes) throws MalformedException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      // The block's length in bytes; who reads all of it does not need it.
      long length = readLong();
      if (length < 0 || length > bytes.length - at) {
        throw tooLong();
      }
    }
    if (elementBytes > 0) {
      if (count < 0 || count > (bytes.length - at) / elementBytes) {
        throw tooLong();
      }
    } else {
      if (count < 0 || count > MAX_EMPTY_ELEMENTS - emptyElements) {
        throw new MalformedException(
            "the record has more than " + MAX_EMPTY_ELEMENTS + " elements of no bytes");
      }
      emptyElements += (int) count;
    }
    return count;
  }

  /** Goes into a value that nobody reads; {@link #leave} is for the way out. */
  void enter() throws MalformedException {
    if (++depth > MAX_DEPTH) {
      throw new MalformedException("the record is nested more than " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  private int readLength() throws MalformedException {
    long length = readLong();
    if (length < 0 || length > bytes.length - at) {
      throw tooLong();
    }
    return (int) length;
  }

  /** Where so many bytes start that are there. */
  private int advance(int length) throws MalformedException {
    int from = at;
    if (length > bytes.length - from) {
      throw cutOff();
    }
    at = from + length;
    return from;
  }

  private static MalformedException cutOff() {
    return new MalformedException("the record is cut off: it has less bytes than its schema tells");
  }

  private static MalformedException tooLong() {
    return new MalformedException("the record tells a length that is more than it has bytes");
  }
}
