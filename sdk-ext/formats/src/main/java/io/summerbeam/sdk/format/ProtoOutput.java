package io.summerbeam.sdk.format;

import java.util.Arrays;

/** A message in Protobuf's wire format, as it grows. */
final class ProtoOutput {

  private static final int FIRST_SIZE = 256;
  private static final int LONGEST_VARINT = 10;
  // One huge message must not be kept for good.
  private static final int LARGEST_KEPT = 1 << 20;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int at;

  /** Starts a message, with what stands before it. */
  void start(byte[] header) {
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[FIRST_SIZE];
    }
    at = 0;
    put(header);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, at);
  }

  void tag(int number, int wireType) {
    varint(Integer.toUnsignedLong(number << 3 | wireType));
  }

  void varint(long value) {
    ensure(LONGEST_VARINT);
    at = putVarint(value, at);
  }

  /** A signed number, as sint64 is written. */
  void zigzag(long value) {
    varint(value << 1 ^ value >> (Long.SIZE - 1));
  }

  void fixed32(int value) {
    ensure(Integer.BYTES);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes[at++] = (byte) (value >> shift);
    }
  }

  void fixed64(long value) {
    ensure(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[at++] = (byte) (value >> shift);
    }
  }

  /** Bytes with their length. */
  void bytes(byte[] value) {
    varint(value.length);
    put(value);
  }

  /** Begins what has its length before it; what is returned goes to {@link #end}. */
  int begin() {
    // Most lengths take one byte; the others are made room for when they are known.
    ensure(1);
    at++;
    return at;
  }

  void end(int start) {
    int length = at - start;
    int more = varintSize(length) - 1;
    if (more > 0) {
      ensure(more);
      System.arraycopy(bytes, start, bytes, start + more, length);
      at += more;
    }
    putVarint(length, start - 1);
  }

  private int putVarint(long value, int from) {
    int i = from;
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[i++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[i++] = (byte) left;
    return i;
  }

  private static int varintSize(int value) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  private void put(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
  }

  private void ensure(int more) {
    if (more > bytes.length - at) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(Math.addExact(at, more), bytes.length + (bytes.length >> 1)));
    }
  }
}
