package io.summerbeam.sdk.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a record, in Avro's binary encoding, as it grows. */
final class AvroOutput {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FIRST_SIZE = 256;
  private static final int LONGEST_LONG = 10;
  // One huge record must not be kept for good.
  private static final int LARGEST_KEPT = 1 << 20;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int at;

  /** Starts a record, with what stands before it. */
  void start(byte[] header) {
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[FIRST_SIZE];
    }
    at = 0;
    writeFixed(header);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, at);
  }

  void writeBoolean(boolean value) {
    ensure(1);
    bytes[at++] = (byte) (value ? 1 : 0);
  }

  void writeLong(long value) {
    ensure(LONGEST_LONG);
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7FL) != 0) {
      bytes[at++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[at++] = (byte) left;
  }

  void writeFloat(float value) {
    ensure(Float.BYTES);
    INTS.set(bytes, at, Float.floatToRawIntBits(value));
    at += Float.BYTES;
  }

  void writeDouble(double value) {
    ensure(Double.BYTES);
    LONGS.set(bytes, at, Double.doubleToRawLongBits(value));
    at += Double.BYTES;
  }

  void writeString(String value) {
    writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void writeBytes(byte[] value) {
    writeLong(value.length);
    writeFixed(value);
  }

  void writeFixed(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
  }

  private void ensure(int more) {
    if (more > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, more), bytes.length + (bytes.length >> 1)));
    }
  }
}
