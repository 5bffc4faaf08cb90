package io.summerbeam.transforms.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.json.JsonLimits;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a field stands in an object of JSON, or where it would: some of its bytes.
 *
 * @param start of the value; where there is none, of the end of the object it belongs to
 * @param end of the value, exclusive; where there is none, as {@code start}
 * @param missing the name, where there is none
 * @param first whether it would be the first of its object
 */
record JsonPlace(int start, int end, @Nullable String missing, boolean first) {

  static final JsonFactory JSON =
      JsonFactory.builder()
          // Of a number of any length; the other way takes the square of the time.
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .streamReadConstraints(JsonLimits.ofRecords())
          .build();

  static final String NO_OBJECT = "its payload is no object of JSON";

  /** Finds a field; {@code names} lead to it. */
  static JsonPlace find(byte[] payload, List<String> names) throws UnmendableException {
    try (JsonParser parser = JSON.createParser(payload)) {
      // Of UTF-16, which the parser would take, it does not know the bytes.
      if (parser.nextToken() != JsonToken.START_OBJECT || start(parser) < 0) {
        throw new UnmendableException(NO_OBJECT);
      }
      JsonPlace found = inObject(parser, names);
      if (parser.nextToken() != null) {
        throw new UnmendableException(NO_OBJECT);
      }
      if (found == null) {
        throw new UnmendableException(
            "its payload has no object that '" + names.get(names.size() - 1) + "' could be in");
      }
      return found;
    } catch (IOException e) {
      // Its message quotes the payload.
      throw new UnmendableException(NO_OBJECT);
    }
  }

  /**
   * Of an object that was entered; it is read to its end. Null where a name before the last is not
   * there, or is no object.
   */
  private static @Nullable JsonPlace inObject(JsonParser parser, List<String> names)
      throws IOException {
    String wanted = names.get(0);
    boolean isLast = names.size() == 1;
    JsonPlace found = null;
    boolean first = true;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      first = false;
      JsonToken token = parser.nextToken();
      if (!name.equals(wanted)) {
        parser.skipChildren();
      } else if (!isLast) {
        // Of a key that is there twice the last one counts, whatever its value is.
        found =
            token == JsonToken.START_OBJECT
                ? inObject(parser, names.subList(1, names.size()))
                : null;
        parser.skipChildren();
      } else {
        int start = start(parser);
        parser.skipChildren();
        parser.finishToken();
        found = new JsonPlace(start, (int) parser.currentLocation().getByteOffset(), null, false);
      }
    }
    int end = start(parser);
    return found == null && isLast ? new JsonPlace(end, end, wanted, first) : found;
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Whether the field is there. */
  boolean exists() {
    return missing == null;
  }

  /** The payload with another value at this place. */
  byte[] replace(byte[] payload, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + value.length + 32);
    out.write(payload, 0, start);
    if (missing != null) {
      out.writeBytes(key(missing, first));
    }
    out.writeBytes(value);
    out.write(payload, end, payload.length - end);
    return out.toByteArray();
  }

  private static byte[] key(String name, boolean first) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      out.writeString(name);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to.", e);
    }
    return ((first ? "" : ",") + bytes.toString(StandardCharsets.UTF_8) + ":")
        .getBytes(StandardCharsets.UTF_8);
  }
}
