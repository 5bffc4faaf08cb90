package io.summerbeam.io.bigquery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Writes the values of JSON columns. */
final class JsonCells {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonCells() {}

  /** A text that is JSON, as it is. */
  static Object text(Object value) throws UnwritableRowException {
    read((String) value);
    return value;
  }

  /** A text that is JSON, as the value itself: in a file to load a text would be a JSON string. */
  static Object parsed(Object value) throws UnwritableRowException {
    Object parsed = read((String) value);
    if (parsed == null) {
      throw new UnwritableRowException("is the null of JSON, which a load takes for no value");
    }
    return parsed;
  }

  private static @Nullable Object read(String text) throws UnwritableRowException {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new UnwritableRowException("is not JSON", e);
    }
  }

  /** A nested row, as text. */
  static Object row(Object value) throws UnwritableRowException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      RowJson.write((Row) value, out);
    } catch (IllegalArgumentException e) {
      throw new UnwritableRowException("has a number that is NaN or infinite, and is JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A nested row, as the value itself. */
  static Object parsedRow(Object value) throws UnwritableRowException {
    return parsed(row(value));
  }
}
