package io.summerbeam.sdk.schemafile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON file, which knows its place there.
 *
 * @param value a Map or a List of others, a String, a Boolean, a BigDecimal, or null
 */
record Json(String file, int line, int column, @Nullable Object value) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // As Avro's own parser takes them.
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          // Of two fields of one name one would be lost.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * Reads a whole file.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  static Json parse(String text, String file) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(file + ": the file is empty.");
      }
      Json root = read(parser, file);
      if (parser.nextToken() != null) {
        JsonLocation place = parser.currentTokenLocation();
        throw at(file, place.getLineNr(), place.getColumnNr(), "something stands behind the JSON");
      }
      return root;
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      String what = "it is not JSON: " + e.getOriginalMessage();
      throw place == null
          ? new IllegalArgumentException(file + ": " + what)
          : at(file, place.getLineNr(), place.getColumnNr(), what);
    } catch (IOException e) {
      // Of a text in memory.
      throw new IllegalArgumentException(file + ": it is not JSON.", e);
    }
  }

  private static Json read(JsonParser parser, String file) throws IOException {
    JsonLocation place = parser.currentTokenLocation();
    return new Json(file, place.getLineNr(), place.getColumnNr(), value(parser, file));
  }

  private static @Nullable Object value(JsonParser parser, String file) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          members.put(name, read(parser, file));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser, file));
        }
        yield elements;
      }
      case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  /** The member of an object; null where it has none of this name, or this is no object. */
  @Nullable Json get(String name) {
    return value instanceof Map<?, ?> members && members.get(name) instanceof Json member
        ? member
        : null;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  /** Whether this is an object. */
  boolean isObject() {
    return value instanceof Map<?, ?>;
  }

  boolean isArray() {
    return value instanceof List<?>;
  }

  boolean isText(String text) {
    return text.equals(value);
  }

  /** The members of an object, in their order. */
  Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey() instanceof String name && entry.getValue() instanceof Json member) {
          members.put(name, member);
        }
      }
    }
    return members;
  }

  /** The elements of an array. */
  List<Json> elements() {
    List<Json> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Json json) {
          elements.add(json);
        }
      }
    }
    return elements;
  }

  /** A refusal that says where. */
  IllegalArgumentException refused(String what) {
    return at(file, line, column, what);
  }

  private static IllegalArgumentException at(String file, int line, int column, String what) {
    return new IllegalArgumentException(
        file + ", line " + line + ", column " + column + ": " + what + ".");
  }
}
