package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.schemafile.SchemaFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits JSON behind the id of its schema, and checks what comes out by the types of that schema.
 */
final class RegistryJsonEditor extends FormatEditor {

  private static final long serialVersionUID = 1;

  /** How many schemas are kept; beyond it all are forgotten. */
  private static final int MAX_SCHEMAS = 1_000;

  private final JsonFormat json;
  private final RegistryWire wire;
  private final String format;
  private transient @Nullable Map<Integer, JsonDecoder> decoders;

  RegistryJsonEditor(JsonFormat json, RegistryWire wire, String format) {
    this.json = json;
    this.wire = wire;
    this.format = format;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  byte[] edited(byte[] record, PayloadEdit edit) throws MalformedException, UnmendableException {
    JsonDecoder types = decoder(RegistryWire.readId(record));
    byte[] object =
        edit.inJson(Arrays.copyOfRange(record, RegistryWire.HEADER_BYTES, record.length));
    Object unused = types.read(object);
    byte[] edited = Arrays.copyOf(record, RegistryWire.HEADER_BYTES + object.length);
    System.arraycopy(object, 0, edited, RegistryWire.HEADER_BYTES, object.length);
    return edited;
  }

  private JsonDecoder decoder(int id) throws MalformedException, UnmendableException {
    Map<Integer, JsonDecoder> known = decoders;
    if (known == null) {
      known = new HashMap<>();
      decoders = known;
    }
    JsonDecoder decoder = known.get(id);
    if (decoder == null) {
      decoder = make(wire.schema(id, SchemaKind.JSON), "its schema (id " + id + ")");
      if (known.size() >= MAX_SCHEMAS) {
        known.clear();
      }
      known.put(id, decoder);
    }
    return decoder;
  }

  private JsonDecoder make(RegistrySchema schema, String name) throws UnmendableException {
    try {
      return new JsonDecoder(
          SchemaFile.parse(schema.text(), name),
          new JsonSchemaRules(json.refusesUnknownFields(), json.refusesMissingFields()));
    } catch (IllegalArgumentException e) {
      // It begins with the name.
      throw new UnmendableException(
          e.getMessage() + " To edit it unchecked, leave out the registry.");
    }
  }
}
