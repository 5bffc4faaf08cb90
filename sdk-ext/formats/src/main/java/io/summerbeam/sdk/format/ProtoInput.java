package io.summerbeam.sdk.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf's wire format, read from bytes in memory. No length is believed that is more than the
 * bytes there are.
 */
final class ProtoInput {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int GROUP = 3;
  static final int GROUP_END = 4;
  static final int FIXED32 = 5;

  /** How deep messages may be nested, as in Protobuf's own libraries. */
  static final int MAX_DEPTH = 100;

  // Two bytes can be a message of hundreds of fields: so many values a record may have in memory.
  private static final int MAX_VALUES = 1 << 22;

  private final byte[] bytes;
  private int at;
  private int end;
  private int values = MAX_VALUES;

  ProtoInput(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
    this.end = bytes.length;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Where it is in the bytes. */
  int position() {
    return at;
  }

  static int number(int tag) {
    return tag >>> 3;
  }

  static int wireType(int tag) {
    return tag & 7;
  }

  /** A field's number and wire type. */
  int tag() throws MalformedException {
    long tag = varint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw new MalformedException("the record is not Protobuf: a field has no number");
    }
    return (int) tag;
  }

  long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = next();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    // One bit is left; libraries do not agree on what any other last byte means.
    if (next() != 1) {
      throw new MalformedException("the record is not Protobuf: a number has more than 64 bits");
    }
    return value | Long.MIN_VALUE;
  }

  /** A signed number, as sint64 writes it. */
  long zigzag64() throws MalformedException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  /** A signed number, as sint32 writes it; what is beyond 32 bits is not looked at. */
  int zigzag32() throws MalformedException {
    int value = (int) varint();
    return value >>> 1 ^ -(value & 1);
  }

  int fixed32() throws MalformedException {
    need(Integer.BYTES);
    int value =
        (bytes[at] & 0xFF)
            | (bytes[at + 1] & 0xFF) << 8
            | (bytes[at + 2] & 0xFF) << 16
            | bytes[at + 3] << 24;
    at += Integer.BYTES;
    return value;
  }

  long fixed64() throws MalformedException {
    long low = fixed32() & 0xFFFF_FFFFL;
    return low | (long) fixed32() << Integer.SIZE;
  }

  byte[] bytes() throws MalformedException {
    int length = length();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A text; null where it is not UTF-8. */
  @Nullable String text() throws MalformedException {
    int length = length();
    at += length;
    return Utf8.text(bytes, at - length, at);
  }

  /** Goes into what has a length; what is returned goes to {@link #leave}. */
  int enter() throws MalformedException {
    int length = length();
    int outer = end;
    end = at + length;
    return outer;
  }

  void leave(int outer) {
    end = outer;
  }

  /** Counts values that are made of the record. */
  void count(int more) throws MalformedException {
    values -= more;
    if (values < 0) {
      throw new MalformedException("the record has more than " + MAX_VALUES + " values");
    }
  }

  /** Passes over the value of a field. */
  void skip(int tag, int depth) throws MalformedException {
    switch (wireType(tag)) {
      case VARINT -> varint();
      case FIXED64 -> pass(Long.BYTES);
      case LENGTH -> pass(length());
      case FIXED32 -> pass(Integer.BYTES);
      case GROUP -> {
        checkDepth(depth);
        int inner = tag();
        for (; wireType(inner) != GROUP_END; inner = tag()) {
          skip(inner, depth + 1);
        }
        requireEndOf(number(tag), inner);
      }
      default -> throw new MalformedException("the record is not Protobuf: no such wire type");
    }
  }

  static void requireEndOf(int group, int tag) throws MalformedException {
    if (number(tag) != group) {
      throw new MalformedException("the record is not Protobuf: a group ends that was not begun");
    }
  }

  static void checkDepth(int depth) throws MalformedException {
    if (depth >= MAX_DEPTH) {
      throw new MalformedException("the record is nested more than " + MAX_DEPTH + " deep");
    }
  }

  private int length() throws MalformedException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw cutOff();
    }
    return (int) length;
  }

  private void pass(int count) throws MalformedException {
    need(count);
    at += count;
  }

  private byte next() throws MalformedException {
    need(1);
    return bytes[at++];
  }

  private void need(int count) throws MalformedException {
    if (end - at < count) {
      throw cutOff();
    }
  }

  private static MalformedException cutOff() {
    return new MalformedException("the record is cut off, or a length in it is too large");
  }
}
