package io.summerbeam.sdk.format;

import io.summerbeam.sdk.schema.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** The Avro schema of Rows. */
final class AvroDerivation {

  // The record's name; the namespace of the records in it, which are called as their fields are.
  private static final String ROOT = "Row";

  private final @Nullable AvroDecimals decimals;

  private AvroDerivation(@Nullable AvroDecimals decimals) {
    this.decimals = decimals;
  }

  /**
   * The schema of Rows, without their provenance.
   *
   * @param decimals what DECIMAL fields are; null where that was not said
   * @throws IllegalArgumentException if a field has no form in Avro
   */
  static Schema of(org.apache.beam.sdk.schemas.Schema rows, @Nullable AvroDecimals decimals) {
    return new AvroDerivation(decimals).record(Fields.visible(rows), ROOT, "", "");
  }

  private Schema record(
      org.apache.beam.sdk.schemas.Schema rows, String name, String namespace, String path) {
    String inner = namespace.isEmpty() ? name : namespace + "." + name;
    List<Schema.Field> fields = new ArrayList<>();
    for (Field each : rows.getFields()) {
      String fieldPath = JsonValue.pathOf(path, each);
      Schema type = type(each.getType(), each.getName(), inner, fieldPath);
      String description = each.getDescription();
      try {
        fields.add(
            new Schema.Field(
                each.getName(),
                type,
                description.isEmpty() ? null : description,
                type.isNullable() ? Schema.Field.NULL_DEFAULT_VALUE : null));
      } catch (SchemaParseException e) {
        throw new IllegalArgumentException(
            "field '"
                + fieldPath
                + "' must have a name of letters, digits and _, and no digit first, to be in Avro."
                + " Rename the field.",
            e);
      }
    }
    return Schema.createRecord(name, null, namespace, false, fields);
  }

  private Schema type(FieldType type, String name, String namespace, String path) {
    Schema present = present(type, name, namespace, path);
    // Null first, so that it can be the default.
    return AvroResolution.isNullable(type)
        ? Schema.createUnion(Schema.create(Schema.Type.NULL), present)
        : present;
  }

  private Schema present(FieldType type, String name, String namespace, String path) {
    TimeText time = TimeText.of(type);
    if (time != null) {
      return time(time);
    }
    return switch (type.getTypeName()) {
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case BYTE, INT16, INT32 -> Schema.create(Schema.Type.INT);
      case INT64 -> Schema.create(Schema.Type.LONG);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case STRING -> Schema.create(Schema.Type.STRING);
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case DECIMAL -> decimal(path);
      case ROW -> record(Objects.requireNonNull(type.getRowSchema()), name, namespace, path);
      case ARRAY, ITERABLE ->
          Schema.createArray(
              type(
                  Objects.requireNonNull(type.getCollectionElementType()),
                  name,
                  namespace,
                  path + "[*]"));
      case MAP -> {
        if (Objects.requireNonNull(type.getMapKeyType()).getTypeName() != TypeName.STRING) {
          throw new IllegalArgumentException(
              "field '" + path + "' is a map whose keys are not strings: Avro has no form for it.");
        }
        yield Schema.createMap(
            type(Objects.requireNonNull(type.getMapValueType()), name, namespace, path + "{*}"));
      }
      default -> throw FieldRule.unsupported(type, path, "Avro");
    };
  }

  private Schema decimal(String path) {
    if (decimals == null) {
      throw new IllegalArgumentException(
          "field '"
              + path
              + "' is a DECIMAL, of which Avro must know the number of digits. Say withDecimals(),"
              + " or give the writer's schema (withWriterSchema).");
    }
    return LogicalTypes.decimal(decimals.precision(), decimals.scale())
        .addToSchema(Schema.create(Schema.Type.BYTES));
  }

  private static Schema time(TimeText time) {
    return switch (time) {
      case MILLIS -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case MICROS -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case DAY -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case TIME_OF_DAY -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case LOCAL ->
          LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    };
  }
}
