package io.summerbeam.sdk.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes a number, a text, bytes or the number of an enum's value. */
final class ProtoScalarWriter implements ProtoWriter {

  private static final int LONGEST_UINT64 = 20;

  private final ProtoType type;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final String path;

  /**
   * @param names of an enum's values; empty for other types
   */
  ProtoScalarWriter(ProtoType type, Map<Integer, String> names, String path) {
    this.type = type;
    this.path = path;
    names.forEach((number, name) -> numbers.put(name, number));
  }

  @Override
  public void write(Object value, ProtoOutput out) throws UnwritableException {
    switch (type) {
      case DOUBLE -> out.fixed64(Double.doubleToRawLongBits((Double) value));
      case FLOAT -> out.fixed32(Float.floatToRawIntBits((Float) value));
      case BOOL -> out.varint((Boolean) value ? 1 : 0);
      case STRING -> out.bytes(utf8((String) value));
      case BYTES -> out.bytes((byte[]) value);
      case SINT32, SINT64 -> out.zigzag(number(value));
      case FIXED32, SFIXED32 -> out.fixed32((int) number(value));
      case FIXED64, SFIXED64 -> out.fixed64(number(value));
      case INT32, INT64, UINT32, UINT64, ENUM -> out.varint(number(value));
      case GROUP, MESSAGE -> throw new IllegalStateException("A message is no scalar.");
    }
  }

  @Override
  public boolean isZero(Object value) throws UnwritableException {
    return switch (type) {
      // A zero with a minus is another number.
      case DOUBLE -> Double.doubleToRawLongBits((Double) value) == 0;
      case FLOAT -> Float.floatToRawIntBits((Float) value) == 0;
      case BOOL -> !(Boolean) value;
      case STRING -> ((String) value).isEmpty();
      case BYTES -> ((byte[]) value).length == 0;
      default -> number(value) == 0;
    };
  }

  private long number(Object value) throws UnwritableException {
    if (type == ProtoType.ENUM && value instanceof String name) {
      Integer number = numbers.get(name);
      if (number == null) {
        throw unwritable("a name that the enum has no number for");
      }
      return number;
    }
    if (value instanceof BigDecimal decimal) {
      return unsigned(decimal);
    }
    long number = ((Number) value).longValue();
    boolean fits =
        switch (type) {
          case INT32, SINT32, SFIXED32 -> number == (int) number;
          case UINT32, FIXED32 -> number >>> Integer.SIZE == 0;
          case UINT64, FIXED64 -> number >= 0;
          default -> true;
        };
    if (!fits) {
      throw outOfRange();
    }
    return number;
  }

  private long unsigned(BigDecimal decimal) throws UnwritableException {
    // The length first: a number of a million digits is not to be computed.
    if (decimal.signum() < 0
        || (decimal.signum() > 0
            && (long) decimal.precision() - decimal.scale() > LONGEST_UINT64)) {
      throw outOfRange();
    }
    BigInteger whole;
    try {
      whole = decimal.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new UnwritableException("field '" + path + "' is no whole number", e);
    }
    if (whole.bitLength() > Long.SIZE) {
      throw outOfRange();
    }
    return whole.longValue();
  }

  private byte[] utf8(String text) throws UnwritableException {
    if (Utf8.hasHalfPair(text)) {
      throw unwritable(FieldRule.HALF_PAIR);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private UnwritableException outOfRange() {
    return unwritable("a number outside of the range of its type in the message");
  }

  private UnwritableException unwritable(String what) {
    return new UnwritableException("field '" + path + "' is " + what, null);
  }
}
