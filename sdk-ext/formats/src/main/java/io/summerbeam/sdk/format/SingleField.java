package io.summerbeam.sdk.format;

import io.summerbeam.sdk.schema.Fields;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The one field that a record of a format without fields is. */
final class SingleField {

  private SingleField() {}

  /**
   * @throws IllegalArgumentException if the schema has other fields, or the field another type
   */
  static void requireAlone(Schema schema, String name, FieldType type, String format) {
    int index = indexIn(schema, name, type, format);
    if (schema.getFieldCount() != 1) {
      throw new IllegalArgumentException(
          format
              + ": a record is one value, but the schema has "
              + schema.getFieldCount()
              + " fields. It must have '"
              + schema.getField(index).getName()
              + "' alone.");
    }
  }

  /**
   * The field's index in a schema that may have others.
   *
   * @throws IllegalArgumentException if there is no such field, or it has another type
   */
  static int indexIn(Schema schema, String name, FieldType type, String format) {
    int index = Fields.indexOf(name, schema, format);
    FieldType found = schema.getField(index).getType();
    if (found.getTypeName() != type.getTypeName()) {
      throw new IllegalArgumentException(
          format
              + ": the field '"
              + name
              + "' must be "
              + type.getTypeName()
              + ", but is "
              + found.getTypeName()
              + ". Name another with withField().");
    }
    return index;
  }

  static String requireName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("withField() must not be empty.");
    }
    return name;
  }
}
