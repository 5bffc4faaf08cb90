package io.summerbeam.io.files;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The envelope as one JSON object; {@link FileDeadLetters} says how it looks. */
final class DeadLetterJson {

  private DeadLetterJson() {}

  static byte[] toBytes(DeadLetter letter) throws IOException {
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
