package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.summerbeam.sdk.json.JsonLimits;
import java.io.IOException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object a record. */
final class JsonDecoder implements RowDecoder {

  private final JsonValue root;

  JsonDecoder(Schema schema, JsonRules rules) {
    this(new JsonRow(schema, "", rules));
  }

  /**
   * @param root reads an object; from its start on
   */
  JsonDecoder(JsonValue root) {
    this.root = root;
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    if (read(record) instanceof Row row) {
      return row;
    }
    throw new IllegalStateException("A record was read as something else than a Row.");
  }

  /** What the root reads; no {@link Problem}. */
  @Nullable Object read(byte[] record) throws MalformedException {
    Utf8.check(record);
    if (Utf8.startsWithByteOrderMark(record)) {
      throw new MalformedException("the record starts with a byte order mark");
    }
    Object value;
    try (JsonParser parser = JsonParsers.of(record)) {
      value = readObject(parser);
      checkEnd(parser);
    } catch (JsonEOFException e) {
      throw new MalformedException("the JSON is cut off", e);
    } catch (StreamConstraintsException e) {
      throw new MalformedException(
          "the JSON is nested more than " + JsonLimits.MAX_DEPTH + " deep", e);
    } catch (JsonProcessingException e) {
      throw new MalformedException("the record is not JSON" + place(e), e);
    } catch (IOException e) {
      // Of bytes in memory.
      throw new MalformedException("the record is not JSON", e);
    }
    if (value instanceof Problem problem) {
      throw new MalformedException(problem.message());
    }
    return value;
  }

  private @Nullable Object readObject(JsonParser parser) throws IOException, MalformedException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new MalformedException("the record is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new MalformedException(
          "the record must be a JSON object, but is " + JsonValue.describe(first));
    }
    return root.read(parser);
  }

  private static void checkEnd(JsonParser parser) throws IOException, MalformedException {
    @Nullable Throwable cause = null;
    boolean more;
    try {
      more = parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      more = true;
      cause = e;
    }
    if (more) {
      throw new MalformedException("something stands after the JSON object", cause);
    }
  }

  // The parser tells how far it has read, which is a little beyond what it does not like.
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " near its byte " + e.getLocation().getByteOffset();
  }
}
