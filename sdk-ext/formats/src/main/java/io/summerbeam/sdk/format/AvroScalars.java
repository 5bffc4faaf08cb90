package io.summerbeam.sdk.format;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Makes the readers of values that are neither records nor lists nor maps. */
final class AvroScalars {

  private AvroScalars() {}

  /** The reader of a writer's values as values of a Row; null where they are no form of these. */
  static @Nullable AvroReader reader(Schema writer, FieldType type, String path) {
    if (TimeText.of(type) != null) {
      return AvroTimes.reader(writer, type, path);
    }
    Schema.Type avro = writer.getType();
    return switch (type.getTypeName()) {
      case BOOLEAN -> avro == Schema.Type.BOOLEAN ? AvroInput::readBoolean : null;
      case BYTE, INT16 ->
          avro == Schema.Type.INT ? narrow(type.getTypeName(), path) : null;
      case INT32 -> avro == Schema.Type.INT ? AvroInput::readInt : null;
      case INT64 -> int64(avro);
      case FLOAT -> float32(avro);
      case DOUBLE -> float64(avro);
      case STRING -> isText(avro) ? AvroInput::readString : null;
      case BYTES -> bytes(writer);
      case DECIMAL -> decimal(writer, path);
      default -> null;
    };
  }

  private static AvroReader narrow(TypeName type, String path) {
    return in -> {
      Object value = Numbers.narrow(in.readInt(), type);
      if (value == null) {
        throw new MalformedException(
            "field '" + path + "' must be a whole number (" + type + "), but is outside of it");
      }
      return value;
    };
  }

  private static @Nullable AvroReader int64(Schema.Type avro) {
    return switch (avro) {
      case INT -> in -> (long) in.readInt();
      case LONG -> AvroInput::readLong;
      default -> null;
    };
  }

  private static @Nullable AvroReader float32(Schema.Type avro) {
    return switch (avro) {
      case INT -> in -> (float) in.readInt();
      case LONG -> in -> (float) in.readLong();
      case FLOAT -> AvroInput::readFloat;
      default -> null;
    };
  }

  private static @Nullable AvroReader float64(Schema.Type avro) {
    return switch (avro) {
      case INT -> in -> (double) in.readInt();
      case LONG -> in -> (double) in.readLong();
      case FLOAT -> in -> (double) in.readFloat();
      case DOUBLE -> AvroInput::readDouble;
      default -> null;
    };
  }

  private static boolean isText(Schema.Type avro) {
    return avro == Schema.Type.STRING || avro == Schema.Type.BYTES;
  }

  private static @Nullable AvroReader bytes(Schema writer) {
    if (writer.getType() == Schema.Type.FIXED) {
      int size = writer.getFixedSize();
      return in -> in.readFixed(size);
    }
    return isText(writer.getType()) ? AvroInput::readBytes : null;
  }

  private static @Nullable AvroReader decimal(Schema writer, String path) {
    LogicalType logical = writer.getLogicalType();
    if (!(logical instanceof LogicalTypes.Decimal decimal)
        || decimal.getScale() > RowFormat.MAX_DECIMAL_SCALE) {
      return null;
    }
    return new AvroDecimalReader(writer, decimal.getScale(), path);
  }
}
