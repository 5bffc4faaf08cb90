package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaRegistry;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;

/**
 * JSON in the wire format of Confluent's serializers for JSON Schema: a zero, the four bytes of a
 * schema's id in a registry, and one object as {@link JsonFormat} has it. {@link
 * JsonFormat#withRegistry} makes it.
 *
 * <p><b>Reading</b> takes the schema of the Rows and asks no registry: JSON tells itself what it is.
 * A record without the header is malformed.
 *
 * <p><b>Writing</b> registers, with the first record, the JSON Schema (draft 7) that follows from
 * that of the Rows: fields that may be null are of two types and not required; times are strings
 * with a format where there is one; more properties than those are allowed. Where the registry does
 * not answer, or refuses the schema, encoders throw {@link UnavailableException}.
 */
@AutoValue
public abstract class JsonSchemaFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  static JsonSchemaFormat of(JsonFormat json, SchemaRegistry registry) {
    return new AutoValue_JsonSchemaFormat(json, RegistryWire.of(registry));
  }

  /**
   * The registry's subject, to write. Default: {@code <topic>-value}, where the sink has topics.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public JsonSchemaFormat withSubject(String subject) {
    return new AutoValue_JsonSchemaFormat(json(), wire().withSubject(subject));
  }

  /**
   * The schema must be in the registry already; where it is not, the encoder throws {@link
   * UnavailableException}. Default: it is registered.
   */
  public JsonSchemaFormat withoutRegistering() {
    return new AutoValue_JsonSchemaFormat(json(), wire().withoutRegistering());
  }

  @Override
  public final JsonSchemaFormat forTopic(String topic) {
    return new AutoValue_JsonSchemaFormat(json(), wire().forTopic(topic));
  }

  abstract JsonFormat json();

  abstract RegistryWire wire();

  /** {@code json-registry}. */
  @Override
  public final String name() {
    return "json-registry";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    RowDecoder json = json().decoder(schema);
    return record -> {
      RegistryWire.readId(record);
      return json.decode(Arrays.copyOfRange(record, RegistryWire.HEADER_BYTES, record.length));
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>So is a format without a subject.
   */
  @Override
  public final RowEncoder encoder(Schema schema) {
    wire().checkSubject();
    return new RegistryJsonEncoder(
        json().encoder(schema),
        wire(),
        RegistrySchema.of(SchemaKind.JSON, JsonSchemaText.of(schema)));
  }
}
