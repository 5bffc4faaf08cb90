package io.summerbeam.io.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Writes the keys of a batch and reads what the service answers. Used by one thread at a time. */
final class Answers {

  private static final JsonFactory JSON = new JsonFactory();

  private final HttpLookup source;
  private final Schema keySchema;
  private final RowDecoder values;
  private final RowDecoder keys;

  Answers(HttpLookup source) {
    this.source = source;
    this.keySchema = source.keySchema();
    this.values = JsonFormat.of().decoder(source.valueSchema());
    this.keys = JsonFormat.of().decoder(keySchema);
  }

  /** The keys as an object with a list. */
  byte[] write(Collection<Row> asked) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart(source.keysField());
      for (Row key : asked) {
        if (keySchema.getFieldCount() > 1) {
          RowJson.write(key, out);
        } else {
          Object value = Objects.requireNonNull(key.getValue(0));
          if (value instanceof Number number) {
            out.writeNumber(number.longValue());
          } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
          } else {
            out.writeString(value.toString());
          }
        }
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The value of the one key that was asked for; null where it says that there is none. */
  @Nullable Row readOne(byte[] body) throws LookupException {
    return value(find(source.resultAt(), body, "the answer"));
  }

  /** The values of keys that were asked for. */
  Map<Row, Row> readAll(byte[] body, Set<Row> asked) throws LookupException {
    List<byte[]> items;
    try {
      items = JsonPlace.elements(find(source.listAt(), body, "the answer"));
    } catch (IOException e) {
      throw notJson();
    }
    if (items == null) {
      throw LookupException.permanent(
          "HttpLookup: what the answer has at " + source.listAt() + " must be a list.", null);
    }
    Map<Row, Row> answer = new HashMap<>();
    for (byte[] item : items) {
      if (JsonPlace.isNull(item)) {
        continue;
      }
      Row key = key(item);
      if (!asked.contains(key)) {
        continue;
      }
      Row value = value(find(source.resultAt(), item, "an item"));
      if (value != null && answer.put(key, value) != null) {
        throw LookupException.permanent(
            "HttpLookup: there are several items of one key in the answer.", null);
      }
    }
    return answer;
  }

  private @Nullable Row value(byte[] json) throws LookupException {
    return JsonPlace.isNull(json) ? null : decode(values, json, "a value");
  }

  private Row key(byte[] item) throws LookupException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    for (String field : keySchema.getFieldNames()) {
      JsonPlace place = source.keyAt(field);
      object.write(object.size() == 0 ? '{' : ',');
      object.writeBytes(quoted(field));
      object.write(':');
      object.writeBytes(find(place, item, "an item"));
    }
    object.write('}');
    return decode(keys, object.toByteArray(), "a key");
  }

  private static byte[] quoted(String field) {
    return ('"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(field)) + '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] find(JsonPlace place, byte[] json, String what) throws LookupException {
    byte[] found;
    try {
      found = place.find(json);
    } catch (IOException e) {
      throw notJson();
    }
    if (found == null) {
      throw LookupException.permanent(
          "HttpLookup: " + what + " has nothing at " + place + ".", null);
    }
    return found;
  }

  private static Row decode(RowDecoder decoder, byte[] json, String what) throws LookupException {
    try {
      return decoder.decode(json);
    } catch (MalformedException e) {
      // Its message quotes nothing; its cause may.
      throw LookupException.permanent(
          "HttpLookup: " + what + " in the answer is malformed: " + e.getMessage(), null);
    }
  }

  private static LookupException notJson() {
    return LookupException.permanent("HttpLookup: the answer is not JSON.", null);
  }
}
