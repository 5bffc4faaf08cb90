package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.schema.Fields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;

/** The JSON Schema of Rows as {@link io.summerbeam.sdk.json.RowJson} writes them. */
final class JsonSchemaText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

  private JsonSchemaText() {}

  /** The schema of Rows, without their provenance. */
  static String of(Schema rows) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("$schema", DRAFT);
      writeType(FieldType.row(Fields.visible(rows)), out);
      out.writeEndObject();
    } catch (IOException e) {
      // Into memory.
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The members of a type's object. */
  private static void writeType(FieldType type, JsonGenerator out) throws IOException {
    switch (type.getTypeName()) {
      case BYTE, INT16, INT32 -> writeName("integer", "int32", type, out);
      case INT64 -> writeName("integer", "", type, out);
      case FLOAT -> writeName("number", "float", type, out);
      case DOUBLE -> writeName("number", "double", type, out);
      case DECIMAL -> writeName("number", "", type, out);
      case BOOLEAN -> writeName("boolean", "", type, out);
      case STRING -> writeName("string", "", type, out);
      case BYTES -> {
        writeName("string", "", type, out);
        out.writeStringField("contentEncoding", "base64");
      }
      case DATETIME -> writeName("string", "date-time", type, out);
      case ARRAY, ITERABLE -> {
        writeName("array", "", type, out);
        writeMember("items", Objects.requireNonNull(type.getCollectionElementType()), out);
      }
      case MAP -> writeMap(type, out);
      case ROW -> {
        writeName("object", "", type, out);
        writeFields(Objects.requireNonNull(type.getRowSchema()).getFields(), out);
      }
      case LOGICAL_TYPE -> writeLogical(type, out);
    }
  }

  private static void writeName(String name, String format, FieldType type, JsonGenerator out)
      throws IOException {
    if (isNullable(type)) {
      out.writeArrayFieldStart("type");
      out.writeString(name);
      out.writeString("null");
      out.writeEndArray();
    } else {
      out.writeStringField("type", name);
    }
    if (!format.isEmpty()) {
      out.writeStringField("format", format);
    }
  }

  private static void writeMember(String name, FieldType type, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart(name);
    writeType(type, out);
    out.writeEndObject();
  }

  private static void writeFields(List<Field> fields, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("properties");
    for (Field field : fields) {
      out.writeObjectFieldStart(field.getName());
      if (!field.getDescription().isEmpty()) {
        out.writeStringField("description", field.getDescription());
      }
      writeType(field.getType(), out);
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeArrayFieldStart("required");
    for (Field field : fields) {
      if (!isNullable(field.getType())) {
        out.writeString(field.getName());
      }
    }
    out.writeEndArray();
  }

  private static void writeMap(FieldType type, JsonGenerator out) throws IOException {
    FieldType key = Objects.requireNonNull(type.getMapKeyType());
    FieldType value = Objects.requireNonNull(type.getMapValueType());
    if (key.getTypeName() == TypeName.STRING) {
      writeName("object", "", type, out);
      writeMember("additionalProperties", value, out);
    } else {
      writeName("array", "", type, out);
      writeMember(
          "items",
          FieldType.row(Schema.of(Field.of("key", key), Field.of("value", value))),
          out);
    }
  }

  private static void writeLogical(FieldType type, JsonGenerator out) throws IOException {
    LogicalType<?, ?> logical = Objects.requireNonNull(type.getLogicalType());
    String identifier = logical.getIdentifier();
    if (identifier.equals(MicrosInstant.IDENTIFIER)) {
      writeName("string", "date-time", type, out);
    } else if (identifier.equals(SqlTypes.DATE.getIdentifier())) {
      writeName("string", "date", type, out);
    } else if (TimeText.of(type) != null || logical instanceof EnumerationType) {
      // A time without its offset has no format in JSON Schema.
      writeName("string", "", type, out);
    } else {
      writeType(logical.getBaseType().withNullable(isNullable(type)), out);
    }
  }

  private static boolean isNullable(FieldType type) {
    return Boolean.TRUE.equals(type.getNullable());
  }
}
