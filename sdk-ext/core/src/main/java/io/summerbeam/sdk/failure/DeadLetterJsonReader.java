package io.summerbeam.sdk.failure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The inverse of {@link DeadLetterJson#toBytes}. All values are texts, numbers, or flat objects.
 */
final class DeadLetterJsonReader {

  // A payload is one string, and may be as long as a record.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Map<String, String>> objects = new HashMap<>();

  private DeadLetterJsonReader() {}

  static DeadLetter read(byte[] json) {
    DeadLetterJsonReader reader = new DeadLetterJsonReader();
    try (JsonParser parser = JSON.createParser(json)) {
      reader.readObject(parser);
      return reader.letter();
    } catch (IOException | RuntimeException e) {
      // Without the cause, which may quote the letter.
      throw new IllegalArgumentException(
          "This is no dead letter of version " + DeadLetter.VERSION + " as JSON.");
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      switch (parser.nextToken()) {
        case START_OBJECT -> objects.put(name, texts(parser));
        case START_ARRAY -> parser.skipChildren();
        case VALUE_NULL -> values.remove(name);
        default -> values.put(name, parser.getText());
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
  }

  private static Map<String, String> texts(JsonParser parser) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        texts.put(name, parser.getText());
      }
    }
    return texts;
  }

  private DeadLetter letter() {
    require(String.valueOf(DeadLetter.VERSION).equals(values.get("version")));
    return DeadLetter.builder()
        .setId(text("id"))
        .setPipeline(text("pipeline"))
        .setStep(text("step"))
        .setReason(text("reason"))
        .setMessage(text("message"))
        .setErrorClass(values.get("error_class"))
        .setPayload(bytes("payload"))
        .setPayloadFormat(values.get("payload_format"))
        .setPayloadSchema(values.get("payload_schema"))
        .setSource(source(objects.get("source")))
        .setKey(bytes("key"))
        .setHeaders(objects.getOrDefault("headers", Map.of()))
        .setEventTime(time("event_time"))
        .setWindowStart(time("window_start"))
        .setWindowEnd(time("window_end"))
        .setFailureTime(instant(text("failure_time")))
        .setFirstFailureTime(instant(text("first_failure_time")))
        .setSeverity(text("severity"))
        .setAttempts(Integer.parseInt(text("attempts")))
        .setStackTrace(values.get("stack_trace"))
        .build();
  }

  private String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private byte @Nullable [] bytes(String name) {
    String value = values.get(name);
    return value == null
        ? null
        : switch (text(name + "_encoding")) {
          case "utf-8" -> value.getBytes(StandardCharsets.UTF_8);
          case "base64" -> Base64.getDecoder().decode(value);
          default -> throw new IllegalArgumentException(name + " is in another encoding");
        };
  }

  private @Nullable Instant time(String name) {
    String value = values.get(name);
    return value == null ? null : instant(value);
  }

  private static Instant instant(String text) {
    return Instant.ofEpochMilli(java.time.Instant.parse(text).toEpochMilli());
  }

  private static @Nullable Provenance source(@Nullable Map<String, String> object) {
    if (object == null) {
      return null;
    }
    String file = object.get("file");
    String line = object.get("line");
    long offset = Long.parseLong(required(object, "offset"));
    if (file != null) {
      return Provenance.ofFile(file, offset, line == null ? null : Long.valueOf(line));
    }
    String partition = object.get("partition");
    Map<String, Object> known = new HashMap<>();
    known.put("system", required(object, "system"));
    known.put("resource", required(object, "resource"));
    known.put("position", offset);
    if (partition != null) {
      known.put("partition", Integer.valueOf(partition));
    }
    Row.Builder row = Row.withSchema(Provenance.SCHEMA);
    for (Schema.Field field : Provenance.SCHEMA.getFields()) {
      row.addValue(known.get(field.getName()));
    }
    return Provenance.fromRow(row.build());
  }

  private static String required(Map<String, String> object, String name) {
    String value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalArgumentException("it is of another form");
    }
  }
}
