package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
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
 * <p><b>Reading</b> takes the schema of the Rows and asks no registry: JSON tells itself what it
 * is, and any id is taken, but see {@link #refusingUnknownIds}. A record without the header is
 * malformed.
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
    return new AutoValue_JsonSchemaFormat(json, RegistryWire.of(registry), false);
  }

  /**
   * A record whose id the registry does not have, or has in another language than JSON Schema, is
   * malformed, and the message says which. That keeps out what comes from the serializers of
   * another registry. What the schema says is not looked at: records are read by the schema of the
   * Rows still. Default: any id is taken.
   *
   * <p>A decoder asks the registry once for each id that it knows, and for one that it does not
   * know with each record ({@link io.summerbeam.sdk.registry.RestRegistry} at most every 30 s). It
   * waits for the answer; where the registry does not answer, it throws {@link
   * UnavailableException}.
   */
  public JsonSchemaFormat refusingUnknownIds() {
    return new AutoValue_JsonSchemaFormat(json(), wire(), true);
  }

  /**
   * The registry's subject, to write. Default: {@code <topic>-value}, where the sink has topics.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public JsonSchemaFormat withSubject(String subject) {
    return new AutoValue_JsonSchemaFormat(json(), wire().withSubject(subject), refusesUnknownIds());
  }

  /**
   * The schema must be in the registry already; where it is not, the encoder throws {@link
   * UnavailableException}. Default: it is registered.
   */
  public JsonSchemaFormat withoutRegistering() {
    return new AutoValue_JsonSchemaFormat(json(), wire().withoutRegistering(), refusesUnknownIds());
  }

  @Override
  public final JsonSchemaFormat forTopic(String topic) {
    return new AutoValue_JsonSchemaFormat(json(), wire().forTopic(topic), refusesUnknownIds());
  }

  abstract JsonFormat json();

  abstract RegistryWire wire();

  abstract boolean refusesUnknownIds();

  /** {@code json-registry}. */
  @Override
  public final String name() {
    return "json-registry";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    RowDecoder json = json().decoder(schema);
    RegistryIds ids = refusesUnknownIds() ? new RegistryIds(wire(), SchemaKind.JSON) : null;
    return record -> {
      int id = RegistryWire.readId(record);
      if (ids != null) {
        ids.requireKnown(id);
      }
      return json.decode(Arrays.copyOfRange(record, RegistryWire.HEADER_BYTES, record.length));
    };
  }

  /**
   * Edits records that are dead letters: their JSON, of which all that is not changed keeps its
   * bytes, behind the id that they have. What comes out must be of the types of the schema with
   * that id, read as {@link io.summerbeam.sdk.schemafile.SchemaFile} reads it, but that a time may
   * be finer, to the nanosecond; a schema that has no form in a Row is refused. What it asks of
   * values beyond their types is not looked at.
   */
  public final PayloadEditor editor() {
    return new RegistryJsonEditor(json(), wire(), name());
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
