package io.summerbeam.io.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON text, as a JSON pointer: {@code /data/0/customer}, or nothing for all of it. It
 * finds the bytes that stand there, and leaves them as they are.
 */
record JsonPlace(String pointer) implements Serializable {

  private static final long serialVersionUID = 1;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  /**
   * @param method what it was given to, for the message
   */
  static JsonPlace of(String pointer, String method) {
    boolean escaped = !pointer.matches("(?:[^~]|~[01])*");
    if (escaped || !(pointer.isEmpty() || pointer.startsWith("/"))) {
      throw new IllegalArgumentException(
          method
              + " must be given a JSON pointer (/data/0/name, or '' for all; ~ is ~0 and / is ~1),"
              + " but was: '"
              + pointer
              + "'");
    }
    return new JsonPlace(pointer);
  }

  private List<String> names() {
    return pointer.isEmpty()
        ? List.of()
        : Arrays.stream(pointer.substring(1).split("/", -1))
            .map(name -> name.replace("~1", "/").replace("~0", "~"))
            .toList();
  }

  /**
   * The bytes of the value; null where nothing stands there.
   *
   * @throws IOException if it is not JSON
   */
  byte @Nullable [] find(byte[] json) throws IOException {
    byte[] found = whole(json);
    for (String name : names()) {
      found = child(found, name);
      if (found == null) {
        return null;
      }
    }
    return found;
  }

  /**
   * The bytes of each element of an array; null where it is none.
   *
   * @throws IOException if it is not JSON
   */
  static @Nullable List<byte[]> elements(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      List<byte[]> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser, json));
      }
      return elements;
    }
  }

  static boolean isNull(byte[] json) {
    return json.length == 4 && json[0] == 'n';
  }

  private static byte[] whole(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new IOException("empty");
      }
      byte[] value = value(parser, json);
      if (parser.nextToken() != null) {
        throw new IOException("something stands after the value");
      }
      return value;
    }
  }

  // Of a name that is there several times the last counts, as for a decoder.
  private static byte @Nullable [] child(byte[] json, String name) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken token = parser.nextToken();
      byte[] found = null;
      if (token == JsonToken.START_OBJECT) {
        for (String each = parser.nextFieldName(); each != null; each = parser.nextFieldName()) {
          parser.nextToken();
          byte[] value = each.equals(name) ? value(parser, json) : null;
          if (value == null) {
            parser.skipChildren();
          } else {
            found = value;
          }
        }
      } else if (token == JsonToken.START_ARRAY) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          if (String.valueOf(i).equals(name)) {
            found = value(parser, json);
          } else {
            parser.skipChildren();
          }
        }
      }
      return found;
    }
  }

  /** The bytes of the value that the parser stands at; it is at its end then. */
  private static byte[] value(JsonParser parser, byte[] json) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset());
  }

  @Override
  public String toString() {
    return "'" + pointer + "'";
  }
}
