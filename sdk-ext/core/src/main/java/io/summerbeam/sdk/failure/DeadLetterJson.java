package io.summerbeam.sdk.failure;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The envelope as one JSON object in UTF-8, with these keys in this order; what is absent is {@code
 * null}:
 *
 * <ul>
 *   <li>{@code id}, {@code pipeline}, {@code step}, {@code reason}, {@code message}, {@code
 *       error_class}: texts.
 *   <li>{@code payload}, {@code payload_encoding}: the record's bytes as text, {@code utf-8}, where
 *       they are valid UTF-8, else in {@code base64}. Either gives back the very bytes.
 *   <li>{@code source}: {@code {"file", "offset", "line"}}; of other systems {@code {"system",
 *       "resource", "partition", "offset"}}.
 *   <li>{@code event_time}, {@code failure_time}: {@code 2001-01-01T00:00:00Z}, with milliseconds
 *       where there are any.
 *   <li>{@code severity}, {@code attempts}, {@code window_start}, {@code window_end}, {@code
 *       first_failure_time}, {@code payload_format}, {@code payload_schema}.
 *   <li>{@code key}, {@code key_encoding}: as the payload.
 *   <li>{@code headers}: an object of texts. {@code stack_trace}, {@code version}.
 * </ul>
 */
public final class DeadLetterJson {

  private DeadLetterJson() {}

  /**
   * Reads what {@link #toBytes} wrote. Keys that are not known are passed over: a newer one may
   * have more of them.
   *
   * @throws IllegalArgumentException if it is no dead letter of this version; the message quotes
   *     nothing of it
   */
  public static DeadLetter read(byte[] json) {
    return DeadLetterJsonReader.read(json);
  }

  /** Writes it, without anything behind it. */
  public static byte[] toBytes(DeadLetter letter) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = RowJson.generator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", letter.id());
      out.writeStringField("pipeline", letter.pipeline());
      out.writeStringField("step", letter.step());
      out.writeStringField("reason", letter.reason());
      out.writeStringField("message", letter.message());
      out.writeStringField("error_class", letter.errorClass());
      write("payload", letter.payload(), out);
      write(letter.source(), out);
      write("event_time", letter.eventTime(), out);
      write("failure_time", letter.failureTime(), out);
      out.writeStringField("severity", letter.severity());
      out.writeNumberField("attempts", letter.attempts());
      write("window_start", letter.windowStart(), out);
      write("window_end", letter.windowEnd(), out);
      write("first_failure_time", letter.firstFailureTime(), out);
      out.writeStringField("payload_format", letter.payloadFormat());
      out.writeStringField("payload_schema", letter.payloadSchema());
      write("key", letter.key(), out);
      out.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : letter.headers().entrySet()) {
        out.writeStringField(header.getKey(), header.getValue());
      }
      out.writeEndObject();
      out.writeStringField("stack_trace", letter.stackTrace());
      out.writeNumberField("version", DeadLetter.VERSION);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(String name, @Nullable Instant time, JsonGenerator out)
      throws IOException {
    out.writeStringField(name, time == null ? null : RowJson.time(time));
  }

  private static void write(@Nullable Provenance source, JsonGenerator out) throws IOException {
    if (source == null) {
      out.writeNullField("source");
      return;
    }
    out.writeObjectFieldStart("source");
    if (source.system().equals(Provenance.FILE)) {
      out.writeStringField("file", source.resource());
      out.writeNumberField("offset", source.position());
      write("line", source.line(), out);
    } else {
      out.writeStringField("system", source.system());
      out.writeStringField("resource", source.resource());
      write("partition", source.partition(), out);
      out.writeNumberField("offset", source.position());
    }
    out.writeEndObject();
  }

  private static void write(String name, @Nullable Number number, JsonGenerator out)
      throws IOException {
    if (number == null) {
      out.writeNullField(name);
    } else {
      out.writeNumberField(name, number.longValue());
    }
  }

  private static void write(String name, byte @Nullable [] bytes, JsonGenerator out)
      throws IOException {
    String encoding = name + "_encoding";
    if (bytes == null) {
      out.writeNullField(name);
      out.writeNullField(encoding);
      return;
    }
    String text = asText(bytes);
    if (text != null) {
      out.writeStringField(name, text);
      out.writeStringField(encoding, "utf-8");
    } else {
      out.writeBinaryField(name, bytes);
      out.writeStringField(encoding, "base64");
    }
  }

  /** The text of the bytes; null where they are not valid UTF-8. */
  private static @Nullable String asText(byte[] bytes) {
    try {
      // A new decoder reports what it cannot decode instead of replacing it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
