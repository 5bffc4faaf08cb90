package io.summerbeam.sdk.schemafile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;

/** Reads an Avro schema. What is valid Avro says Avro's own parser. */
final class AvroSchema {

  // Properties that belong to a logical type.
  private static final Set<String> LOGICAL = Set.of("logicalType", "precision", "scale");
  // Those of Avro's code generator.
  private static final String GENERATOR = "avro.java.";

  private final Json root;
  // Where fields stand, under the names of their record and their own: Avro does not tell.
  private final Map<String, Json> places = new HashMap<>();
  // The records that hold the one at hand.
  private final Deque<String> open = new ArrayDeque<>();

  AvroSchema(Json root) {
    this.root = root;
    collectPlaces(root);
  }

  /**
   * @param checksDefaults whether defaults must be values of their fields
   */
  Schema read(String text, boolean checksDefaults) {
    org.apache.avro.Schema avro;
    try {
      avro = new org.apache.avro.Schema.Parser().setValidateDefaults(checksDefaults).parse(text);
    } catch (AvroRuntimeException e) {
      throw root.refused("it is no Avro schema: " + e.getMessage());
    }
    return record(avro, "");
  }

  private Schema record(org.apache.avro.Schema avro, String path) {
    open.push(avro.getFullName());
    Schema.Builder schema = Schema.builder();
    for (org.apache.avro.Schema.Field each : avro.getFields()) {
      String fieldPath = path.isEmpty() ? each.name() : path + "." + each.name();
      Json place = places.getOrDefault(key(avro.getName(), each.name()), root);
      schema.addField(field(each, fieldPath, place));
    }
    open.pop();
    return schema.build();
  }

  private Field field(org.apache.avro.Schema.Field avro, String path, Json place) {
    Map<String, Object> tags = new LinkedHashMap<>();
    collectTags(avro.schema(), tags);
    // What is said of the field goes before what is said of its type.
    avro.getObjectProps().forEach((name, value) -> addTag(name, value, tags));
    Field field = Tags.add(Field.of(avro.name(), type(avro.schema(), path, place)), tags);
    String description = avro.doc();
    return description == null ? field : field.withDescription(description);
  }

  private FieldType type(org.apache.avro.Schema avro, String path, Json place) {
    return switch (avro.getType()) {
      case RECORD -> {
        if (open.contains(avro.getFullName())) {
          throw place.refused(
              "the field '"
                  + path
                  + "' holds the record '"
                  + avro.getFullName()
                  + "' that it is in; a Row cannot hold itself");
        }
        yield FieldType.row(record(avro, path));
      }
      case ARRAY -> FieldType.array(type(avro.getElementType(), path + "[*]", place));
      case MAP -> FieldType.map(FieldType.STRING, type(avro.getValueType(), path + "{*}", place));
      case UNION -> union(avro, path, place);
      case NULL -> throw place.refused("the field '" + path + "' is always null");
      default -> scalar(avro);
    };
  }

  private FieldType union(org.apache.avro.Schema avro, String path, Json place) {
    List<org.apache.avro.Schema> types =
        avro.getTypes().stream()
            .filter(each -> each.getType() != org.apache.avro.Schema.Type.NULL)
            .toList();
    if (types.size() != 1) {
      throw place.refused(
          "the field '"
              + path
              + "' must be of one type, or of one and null, but is of "
              + avro.getTypes().stream().map(org.apache.avro.Schema::getName).toList());
    }
    return type(types.get(0), path, place).withNullable(avro.isNullable());
  }

  private static FieldType scalar(org.apache.avro.Schema avro) {
    LogicalType logical = avro.getLogicalType();
    String name = logical == null ? "" : logical.getName();
    return switch (name) {
      case "decimal" -> FieldType.DECIMAL;
      case "uuid" -> FieldType.STRING;
      case "date" -> FieldType.logicalType(SqlTypes.DATE);
      case "time-millis", "time-micros" -> FieldType.logicalType(SqlTypes.TIME);
      case "timestamp-millis" -> FieldType.DATETIME;
      case "timestamp-micros" -> FieldType.logicalType(new MicrosInstant());
      case "local-timestamp-millis", "local-timestamp-micros" ->
          FieldType.logicalType(SqlTypes.DATETIME);
      default ->
          switch (avro.getType()) {
            case BOOLEAN -> FieldType.BOOLEAN;
            case INT -> FieldType.INT32;
            case LONG -> FieldType.INT64;
            case FLOAT -> FieldType.FLOAT;
            case DOUBLE -> FieldType.DOUBLE;
            case BYTES, FIXED -> FieldType.BYTES;
            default -> FieldType.STRING;
          };
    };
  }

  /** Those of a type, of the one of a union that is not null, of elements and of values. */
  private static void collectTags(org.apache.avro.Schema avro, Map<String, Object> tags) {
    switch (avro.getType()) {
      case ARRAY -> collectTags(avro.getElementType(), tags);
      case MAP -> collectTags(avro.getValueType(), tags);
      case UNION -> avro.getTypes().forEach(each -> collectTags(each, tags));
      default -> {}
    }
    avro.getObjectProps().forEach((name, value) -> addTag(name, value, tags));
  }

  private static void addTag(String name, Object value, Map<String, Object> tags) {
    if (!LOGICAL.contains(name) && !name.startsWith(GENERATOR)) {
      tags.put(name, value);
    }
  }

  private void collectPlaces(Json part) {
    part.members().values().forEach(this::collectPlaces);
    part.elements().forEach(this::collectPlaces);
    Json record = part.get("name");
    Json fields = part.get("fields");
    if (record != null && fields != null) {
      for (Json field : fields.elements()) {
        Json name = field.get("name");
        if (name != null) {
          places.putIfAbsent(key(simple(record), simple(name)), field);
        }
      }
    }
  }

  private static String key(String record, String field) {
    return record + "." + field;
  }

  // A record may be named with its namespace.
  private static String simple(Json name) {
    String text = String.valueOf(name.value());
    return text.substring(text.lastIndexOf('.') + 1);
  }
}
