package io.summerbeam.sdk.schemafile;

import io.summerbeam.sdk.schema.NearestName;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Reads what a JSON Schema says of types. */
final class JsonSchema {

  private static final List<String> TYPES =
      List.of("null", "boolean", "integer", "number", "string", "array", "object");

  // The words of the drafts and of OpenAPI; all others are tags.
  private static final Set<String> WORDS =
      Set.of(
          ("$id $schema $ref $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor"
                  + " $vocabulary $comment $defs definitions id title description default examples"
                  + " example deprecated readOnly writeOnly type enum const multipleOf maximum"
                  + " exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format"
                  + " contentEncoding contentMediaType contentSchema items prefixItems"
                  + " additionalItems unevaluatedItems maxItems minItems uniqueItems contains"
                  + " maxContains minContains properties patternProperties additionalProperties"
                  + " unevaluatedProperties propertyNames maxProperties minProperties required"
                  + " dependencies dependentRequired dependentSchemas allOf anyOf oneOf not if then"
                  + " else nullable discriminator xml externalDocs")
              .split(" ", -1));

  private final Json root;
  // The references that led to the one at hand.
  private final Deque<String> open = new ArrayDeque<>();

  JsonSchema(Json root) {
    this.root = root;
  }

  Schema read() {
    Schema schema = of(root, "").type().getRowSchema();
    if (schema == null) {
      throw root.refused(
          "a schema of records must be of the type 'object' with properties, or an Avro record");
    }
    return schema;
  }

  private Described of(Json schema, String path) {
    if (!schema.isObject()) {
      throw schema.refused(the(path) + " must have a schema with a type, which is an object");
    }
    Json nullable = schema.get("nullable");
    Described found = typed(schema, path);
    if (nullable != null && Boolean.TRUE.equals(nullable.value())) {
      found = found.with(found.type().withNullable(true));
    }
    return found.and(tagsOf(schema), textOf(schema.get("description")));
  }

  /** Its type, and what is said of it elsewhere: where it refers to, in its elements. */
  private Described typed(Json schema, String path) {
    Json reference = schema.get("$ref");
    if (reference != null) {
      return referred(reference, path);
    }
    Json type = schema.get("type");
    if (type != null) {
      return named(type, schema, path);
    }
    Json one = schema.get("allOf");
    if (one != null) {
      if (one.elements().size() != 1) {
        throw one.refused(the(path) + " must have one schema in 'allOf': several cannot be merged");
      }
      return of(one.elements().get(0), path);
    }
    Json any = schema.has("anyOf") ? schema.get("anyOf") : schema.get("oneOf");
    if (any != null) {
      return anyOf(any, path);
    }
    if (schema.has("properties") || schema.has("additionalProperties")) {
      return object(schema, path);
    }
    if (schema.has("items") || schema.has("prefixItems")) {
      return array(schema, path);
    }
    Json values = schema.has("enum") ? schema.get("enum") : schema.get("const");
    if (values != null) {
      return plain(ofValues(values, path));
    }
    throw schema.refused(
        the(path) + " must have a type: 'type', one of " + String.join(", ", TYPES));
  }

  private Described named(Json type, Json schema, String path) {
    Set<String> names = new TreeSet<>();
    for (Json each : type.isArray() ? type.elements() : List.of(type)) {
      String name = String.valueOf(each.value());
      if (!TYPES.contains(name)) {
        throw each.refused(
            the(path)
                + " must be of one of the types "
                + String.join(", ", TYPES)
                + ", but is of '"
                + name
                + "'"
                + nearest(name, TYPES));
      }
      names.add(name);
    }
    boolean nullable = names.remove("null");
    if (names.contains("number")) {
      names.remove("integer");
    }
    if (names.size() != 1) {
      throw type.refused(
          the(path) + " must be of one type, or of one and null, but is of " + names);
    }
    Described found =
        switch (names.iterator().next()) {
          case "boolean" -> plain(FieldType.BOOLEAN);
          case "integer" -> plain(isFormat(schema, "int32") ? FieldType.INT32 : FieldType.INT64);
          case "number" -> plain(number(schema));
          case "string" -> plain(string(schema));
          case "array" -> array(schema, path);
          default -> object(schema, path);
        };
    return nullable ? found.with(found.type().withNullable(true)) : found;
  }

  private static FieldType number(Json schema) {
    if (isFormat(schema, "float")) {
      return FieldType.FLOAT;
    }
    // A number is its digits unless something else is said: 0.1 has no form in binary.
    return isFormat(schema, "double") ? FieldType.DOUBLE : FieldType.DECIMAL;
  }

  private static FieldType string(Json schema) {
    Json encoding = schema.get("contentEncoding");
    if (isFormat(schema, "byte") || (encoding != null && encoding.isText("base64"))) {
      return FieldType.BYTES;
    }
    if (isFormat(schema, "date-time")) {
      return FieldType.DATETIME;
    }
    return isFormat(schema, "date") ? FieldType.logicalType(SqlTypes.DATE) : FieldType.STRING;
  }

  private Described array(Json schema, String path) {
    Json items = schema.get("items");
    if (items == null || !items.isObject() || schema.has("prefixItems")) {
      throw schema.refused(
          the(path) + " is an array and must have one schema for all its elements: 'items'");
    }
    Described element = of(items, path + "[*]");
    return element.with(FieldType.array(element.type()));
  }

  private Described object(Json schema, String path) {
    Json patterns = schema.get("patternProperties");
    if (patterns != null) {
      throw patterns.refused(
          the(path) + " has 'patternProperties', which neither a Row nor a map can have");
    }
    Json properties = schema.get("properties");
    Json others = schema.get("additionalProperties");
    boolean ofOneType = others != null && others.isObject();
    if (properties == null || properties.members().isEmpty()) {
      if (others == null || !ofOneType) {
        throw schema.refused(
            the(path)
                + " is an object and must have 'properties', or a schema of all its values in"
                + " 'additionalProperties'");
      }
      Described value = of(others, path + "{*}");
      return value.with(FieldType.map(FieldType.STRING, value.type()));
    }
    if (others != null && ofOneType) {
      throw others.refused(
          the(path)
              + " has 'properties' and a schema in 'additionalProperties': it can be a Row or a"
              + " map, but not both");
    }
    return plain(FieldType.row(record(properties, requiredOf(schema, properties, path), path)));
  }

  private Schema record(Json properties, Set<String> required, String path) {
    Schema.Builder fields = Schema.builder();
    for (Map.Entry<String, Json> each : properties.members().entrySet()) {
      String name = each.getKey();
      Described described = of(each.getValue(), path.isEmpty() ? name : path + "." + name);
      FieldType type = described.type();
      Field field =
          Tags.add(
              Field.of(name, required.contains(name) ? type : type.withNullable(true)),
              described.tags());
      String description = described.description();
      fields.addField(description == null ? field : field.withDescription(description));
    }
    return fields.build();
  }

  private static Set<String> requiredOf(Json schema, Json properties, String path) {
    Set<String> names = new TreeSet<>();
    Json required = schema.get("required");
    for (Json each : required == null ? List.<Json>of() : required.elements()) {
      String name = String.valueOf(each.value());
      if (!properties.has(name)) {
        throw each.refused(
            the(path)
                + " requires '"
                + name
                + "', which is none of its properties"
                + nearest(name, properties.members().keySet()));
      }
      names.add(name);
    }
    return names;
  }

  private Described anyOf(Json any, String path) {
    List<Json> others = new ArrayList<>();
    for (Json each : any.elements()) {
      Json type = each.get("type");
      if (type == null || !type.isText("null")) {
        others.add(each);
      }
    }
    if (others.size() != 1) {
      throw any.refused(the(path) + " must be of one type, or of one and null, but has a choice");
    }
    Described found = of(others.get(0), path);
    return any.elements().size() == 1 ? found : found.with(found.type().withNullable(true));
  }

  private Described referred(Json reference, String path) {
    String target = String.valueOf(reference.value());
    if (open.contains(target)) {
      throw reference.refused(the(path) + " holds what it is in; a Row cannot hold itself");
    }
    open.push(target);
    Described found = of(find(reference, target, path), path);
    open.pop();
    return found;
  }

  private Json find(Json reference, String target, String path) {
    if (!target.equals("#") && !target.startsWith("#/")) {
      throw reference.refused(
          the(path)
              + " must refer to a place in this file (#/$defs/...), but does to '"
              + target
              + "'");
    }
    Json found = root;
    for (String part : target.equals("#") ? new String[0] : target.substring(2).split("/", -1)) {
      Json next = found.get(part.replace("~1", "/").replace("~0", "~"));
      if (next == null) {
        throw reference.refused(
            the(path)
                + " refers to '"
                + target
                + "', which is not there: there is no '"
                + part
                + "'");
      }
      found = next;
    }
    return found;
  }

  /** The type of values that are listed. */
  private static FieldType ofValues(Json values, String path) {
    boolean nullable = false;
    Set<FieldType> types = new LinkedHashSet<>();
    for (Json each : values.isArray() ? values.elements() : List.of(values)) {
      Object value = each.value();
      if (value == null) {
        nullable = true;
      } else if (value instanceof String) {
        types.add(FieldType.STRING);
      } else if (value instanceof Boolean) {
        types.add(FieldType.BOOLEAN);
      } else if (value instanceof BigDecimal number) {
        types.add(number.scale() == 0 ? FieldType.INT64 : FieldType.DECIMAL);
      } else {
        throw each.refused(the(path) + " has objects or arrays as values, but no type");
      }
    }
    if (types.contains(FieldType.DECIMAL)) {
      types.remove(FieldType.INT64);
    }
    if (types.size() != 1) {
      throw values.refused(the(path) + " must have values of one type, or of one and null");
    }
    return types.iterator().next().withNullable(nullable);
  }

  private static Map<String, Object> tagsOf(Json schema) {
    Map<String, Object> tags = new LinkedHashMap<>();
    schema
        .members()
        .forEach(
            (name, json) -> {
              Object value =
                  json.isArray()
                      ? json.elements().stream().map(Json::value).toList()
                      : json.value();
              if (!WORDS.contains(name) && value != null) {
                tags.put(name, value);
              }
            });
    return tags;
  }

  private static @Nullable String textOf(@Nullable Json json) {
    return json != null && json.value() instanceof String text ? text : null;
  }

  private static boolean isFormat(Json schema, String name) {
    Json format = schema.get("format");
    return format != null && format.isText(name);
  }

  private static Described plain(FieldType type) {
    return new Described(type, Map.of(), null);
  }

  private static String nearest(String name, Collection<String> names) {
    return NearestName.to(name, names).map(found -> " (did you mean '" + found + "'?)").orElse("");
  }

  private static String the(String path) {
    return path.isEmpty() ? "the record" : "the field '" + path + "'";
  }
}
