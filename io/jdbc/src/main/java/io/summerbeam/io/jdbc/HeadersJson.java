package io.summerbeam.io.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers as an object of texts. */
final class HeadersJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final char REPLACEMENT = '\uFFFD';

  private HeadersJson() {}

  static String write(Map<String, String> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      out.writeStartObject();
      for (Map.Entry<String, String> header : headers.entrySet()) {
        out.writeStringField(storable(header.getKey()), storable(header.getValue()));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException if it is no object of texts; the message quotes nothing of it
   */
  @SuppressWarnings("UnusedException") // Its message quotes headers.
  static Map<String, String> read(String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw none();
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        String value = parser.nextTextValue();
        if (value == null) {
          throw none();
        }
        headers.put(name, value);
      }
    } catch (IOException e) {
      throw none();
    }
    return headers;
  }

  private static IllegalArgumentException none() {
    return new IllegalArgumentException("the headers are no object of texts");
  }

  /** The text with a replacement for each zero, and for each half of a surrogate pair. */
  static String storable(String text) {
    if (KeyColumn.TEXT.formOf(text) != null) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
