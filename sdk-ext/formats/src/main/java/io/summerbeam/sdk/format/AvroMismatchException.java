package io.summerbeam.sdk.format;

import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** An Avro schema does not fit the schema of Rows, in this place. */
final class AvroMismatchException extends Exception {

  private static final long serialVersionUID = 1;

  AvroMismatchException(String message) {
    super(message, null, false, false);
  }

  /** A type cannot be read or written as another. */
  static AvroMismatchException of(Schema avro, FieldType type, String path) {
    return new AvroMismatchException(
        the(path) + " is " + name(avro) + " in it, which is no form of " + name(type));
  }

  static String the(String path) {
    return path.isEmpty() ? "the record" : "field '" + path + "'";
  }

  private static String name(Schema avro) {
    LogicalType logical = avro.getLogicalType();
    if (logical != null) {
      return logical.getName();
    }
    return avro.getType() == Schema.Type.UNION
        ? "a union of " + avro.getTypes().stream().map(AvroMismatchException::name).toList()
        : avro.getType().getName();
  }

  private static String name(FieldType type) {
    return type.getLogicalType() == null
        ? type.getTypeName().toString()
        : type.getLogicalType().getIdentifier();
  }
}
