package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroMismatchException.the;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** Makes the writers of values that are neither records nor lists nor maps. */
final class AvroScalarWriters {

  private AvroScalarWriters() {}

  /** The writer of a Row's values; null where the schema is no form of these. */
  static @Nullable AvroWriter writer(Schema writer, FieldType type, String path) {
    if (TimeText.of(type) != null) {
      return AvroTimes.writer(writer, type, path);
    }
    Schema.Type avro = writer.getType();
    return switch (type.getTypeName()) {
      case BOOLEAN ->
          avro == Schema.Type.BOOLEAN
              ? (value, out) -> out.writeBoolean((Boolean) value)
              : null;
      case BYTE, INT16, INT32 ->
          avro == Schema.Type.INT || avro == Schema.Type.LONG
              ? (value, out) -> out.writeLong(((Number) value).longValue())
              : null;
      case INT64 ->
          avro == Schema.Type.LONG ? (value, out) -> out.writeLong((Long) value) : null;
      case FLOAT ->
          avro == Schema.Type.FLOAT
              ? (value, out) -> out.writeFloat((Float) value)
              : avro == Schema.Type.DOUBLE
                  ? (value, out) -> out.writeDouble((Float) value)
                  : null;
      case DOUBLE ->
          avro == Schema.Type.DOUBLE ? (value, out) -> out.writeDouble((Double) value) : null;
      case STRING ->
          switch (avro) {
            case STRING -> text(path);
            case ENUM -> symbol(writer, path);
            default -> null;
          };
      case BYTES ->
          switch (avro) {
            case BYTES -> (value, out) -> out.writeBytes((byte[]) value);
            case FIXED -> fixed(writer.getFixedSize(), path);
            default -> null;
          };
      case DECIMAL ->
          writer.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? decimal(writer, decimal, path)
              : null;
      default -> null;
    };
  }

  static AvroWriter text(String path) {
    return (value, out) -> {
      String text = (String) value;
      if (Utf8.hasHalfPair(text)) {
        throw new UnwritableException(the(path) + " is " + FieldRule.HALF_PAIR, null);
      }
      out.writeString(text);
    };
  }

  private static AvroWriter symbol(Schema writer, String path) {
    return (value, out) -> {
      String symbol = (String) value;
      if (!writer.hasEnumSymbol(symbol)) {
        throw new UnwritableException(
            the(path) + " is none of the symbols of the writer's schema", null);
      }
      out.writeLong(writer.getEnumOrdinal(symbol));
    };
  }

  private static AvroWriter fixed(int size, String path) {
    return (value, out) -> {
      byte[] bytes = (byte[]) value;
      if (bytes.length != size) {
        throw new UnwritableException(
            the(path) + " must have " + size + " bytes, but has " + bytes.length, null);
      }
      out.writeFixed(bytes);
    };
  }

  private static AvroWriter decimal(Schema writer, LogicalTypes.Decimal decimal, String path) {
    int scale = decimal.getScale();
    int precision = decimal.getPrecision();
    int size = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : -1;
    return (value, out) -> {
      BigDecimal number = (BigDecimal) value;
      byte[] digits = digits(number, scale, precision);
      if (digits == null || (size >= 0 && digits.length > size)) {
        throw new UnwritableException(
            the(path)
                + " must be a decimal of "
                + precision
                + " digits, "
                + scale
                + " of them behind the point, but has more",
            null);
      }
      if (size < 0) {
        out.writeBytes(digits);
      } else {
        byte[] padded = new byte[size];
        Arrays.fill(padded, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, padded, size - digits.length, digits.length);
        out.writeFixed(padded);
      }
    };
  }

  /** The digits as a whole number; null where there are more than there may be. */
  private static byte @Nullable [] digits(BigDecimal number, int scale, int precision) {
    // First, because 1e10000 has ten thousand of them.
    if (number.signum() != 0 && (long) number.precision() - number.scale() + scale > precision) {
      return null;
    }
    try {
      return number.setScale(scale).unscaledValue().toByteArray();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
