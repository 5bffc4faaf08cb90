package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"schema": ..., "payload": ...}}, as Kafka Connect writes JSON with schemas. All
 * messages of a table have the same schema part until the table changes: what reads the payload is
 * made when another part comes.
 */
final class ConnectEnvelope extends JsonValue {

  private static final Problem LATE_SCHEMA =
      new Problem("the 'schema' of the record must stand before its 'payload'");
  private static final Problem NO_PAYLOAD =
      new Problem("the record must have a 'payload', but it is missing");
  private static final Problem OTHER_PAYLOAD =
      new Problem("the 'payload' of the record must be an object or null, but is neither");

  private final Function<ConnectType, JsonValue> readers;
  private final JsonValue plain;
  private byte[] record = {};
  private byte[] knownSchema = {};
  private JsonValue known;

  /**
   * @param readers makes the reader of the payload: of an object, from its start on
   */
  ConnectEnvelope(Function<ConnectType, JsonValue> readers) {
    this.readers = readers;
    this.plain = readers.apply(ConnectType.UNKNOWN);
    this.known = plain;
  }

  /** The record that the parser is about to read. */
  void start(byte[] bytes) {
    record = bytes;
  }

  /** Reads a payload that has no envelope. */
  JsonValue plain() {
    return plain;
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonValue reader = plain;
    boolean found = false;
    Object payload = NO_PAYLOAD;
    Problem late = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("payload")) {
        found = true;
        payload = payload(reader, parser, token);
      } else if (key.equals("schema") && token == JsonToken.START_OBJECT) {
        late = found ? LATE_SCHEMA : null;
        reader = readerOf(parser);
      } else {
        parser.skipChildren();
      }
    }
    return late == null ? payload : late;
  }

  private static @Nullable Object payload(JsonValue reader, JsonParser parser, JsonToken token)
      throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return OTHER_PAYLOAD;
    }
    return reader.read(parser);
  }

  private JsonValue readerOf(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    if (!Arrays.equals(record, start, end, knownSchema, 0, knownSchema.length)) {
      byte[] schema = Arrays.copyOfRange(record, start, end);
      try (JsonParser parts = JsonParsers.of(schema)) {
        parts.nextToken();
        known = readers.apply(ConnectType.read(parts));
      }
      knownSchema = schema;
    }
    return known;
  }
}
