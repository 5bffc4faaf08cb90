package io.summerbeam.sdk.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The object that a registry answers with: what we need of it. And the one it is sent. */
final class RegistryAnswer {

  /** What a schema refers to, not looked up yet. */
  record Reference(String name, String subject, int version) {}

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  // Their last two digits say what is not there, or not allowed.
  private static final int ABSENT = 404;
  private static final int FORBIDDEN = 403;

  private final List<Reference> references = new ArrayList<>();
  private @Nullable String schema;
  private @Nullable String schemaType;
  private @Nullable String subject;
  private @Nullable Integer id;
  private @Nullable Integer version;
  private @Nullable Integer errorCode;

  private RegistryAnswer() {}

  /** Reads an answer; one that is no JSON object says nothing. */
  static RegistryAnswer read(byte[] body) {
    RegistryAnswer answer = new RegistryAnswer();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        answer.readObject(parser);
        return answer;
      }
    } catch (IOException e) {
      // Half of an answer is none.
      return new RegistryAnswer();
    }
    return answer;
  }

  private void readObject(JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "schema" -> schema = text(parser, token);
        case "schemaType" -> schemaType = text(parser, token);
        case "subject" -> subject = text(parser, token);
        case "id" -> id = number(parser, token);
        case "version" -> version = number(parser, token);
        case "error_code" -> errorCode = number(parser, token);
        case "references" -> readReferences(parser, token);
        default -> parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("cut off");
    }
  }

  private void readReferences(JsonParser parser, JsonToken start) throws IOException {
    if (start != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      String name = null;
      String of = null;
      Integer number = null;
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        switch (key) {
          case "name" -> name = text(parser, token);
          case "subject" -> of = text(parser, token);
          case "version" -> number = number(parser, token);
          default -> parser.skipChildren();
        }
      }
      if (name == null || of == null || number == null) {
        throw new IOException("half of a reference");
      }
      references.add(new Reference(name, of, number));
    }
  }

  private static @Nullable String text(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  private static @Nullable Integer number(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getIntValue();
    }
    parser.skipChildren();
    return null;
  }

  /** A schema as it is sent. */
  static byte[] write(RegistrySchema schema) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("schema", schema.text());
      // Registries of the first days know Avro alone, and not the word.
      if (schema.kind() != SchemaKind.AVRO) {
        out.writeStringField("schemaType", schema.kind().name());
      }
      if (!schema.references().isEmpty()) {
        out.writeArrayFieldStart("references");
        for (SchemaReference each : schema.references()) {
          out.writeStartObject();
          out.writeStringField("name", each.name());
          out.writeStringField("subject", each.subject());
          out.writeNumberField("version", each.version());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Whether it is a registry that says so, and not some server that knows no such path. */
  boolean saysAbsent() {
    return isOf(ABSENT);
  }

  /**
   * Whether it is a registry that forbids what it was asked for, and may allow something else; and
   * not some server before it that lets nobody through.
   */
  boolean saysForbidden() {
    return isOf(FORBIDDEN);
  }

  private boolean isOf(int status) {
    return errorCode != null && errorCode / 100 == status;
  }

  /** The code of an error, which says more than the status; null where there is none. */
  @Nullable Integer errorCode() {
    return errorCode;
  }

  String subject(String otherwise) {
    return subject == null ? otherwise : subject;
  }

  int id() throws RegistryException {
    return required(id, "id");
  }

  int version() throws RegistryException {
    return required(version, "version");
  }

  String schema() throws RegistryException {
    return required(schema, "schema");
  }

  SchemaKind kind() throws RegistryException {
    if (schemaType == null) {
      return SchemaKind.AVRO;
    }
    for (SchemaKind each : SchemaKind.values()) {
      if (each.name().equals(schemaType)) {
        return each;
      }
    }
    throw new UnusableSchemaException(
        "RestRegistry: the type of a schema must be AVRO, JSON or PROTOBUF, but is another.",
        false,
        null);
  }

  List<Reference> references() {
    return references;
  }

  private static <T> T required(@Nullable T value, String name) throws RegistryException {
    if (value == null) {
      throw new RegistryException(
          "RestRegistry: the answer has no '"
              + name
              + "'. Is the URL that of a registry's API (Apicurio: .../apis/ccompat/v7)?",
          null);
    }
    return value;
  }
}
