package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The schema of Rows that can have all of a message. */
final class ProtoSchemas {

  private final ProtoFiles files;
  private final List<String> open = new ArrayList<>();

  ProtoSchemas(ProtoFiles files) {
    this.files = files;
  }

  /**
   * @throws IllegalArgumentException if a message holds itself, or the descriptors lack one
   */
  Schema of(ProtoMessage message) {
    open.add(message.name());
    Schema.Builder schema = Schema.builder();
    for (ProtoField field : message.fields()) {
      schema.addField(Field.of(field.name(), fieldType(field)));
    }
    open.remove(open.size() - 1);
    return schema.build();
  }

  private FieldType fieldType(ProtoField field) {
    if (!field.repeated()) {
      return element(field).withNullable(field.hasPresence() && !field.required());
    }
    ProtoMessage entry = files.entryOf(field);
    if (entry == null) {
      return FieldType.array(element(field));
    }
    return FieldType.map(element(required(entry, 1)), element(required(entry, 2)));
  }

  private FieldType element(ProtoField field) {
    FieldType scalar = field.type().fieldType();
    if (scalar != null) {
      return scalar;
    }
    FieldType wellKnown = ProtoWellKnown.fieldType(field.typeName());
    if (wellKnown != null) {
      return wellKnown;
    }
    if (open.contains(field.typeName())) {
      throw new IllegalArgumentException(
          "The field '"
              + field.name()
              + "' is a message '"
              + field.typeName()
              + "' that it is in itself; a Row cannot hold itself. Give a schema of your own that"
              + " leaves the field out.");
    }
    return FieldType.row(of(files.message(field.typeName())));
  }

  /**
   * The key (1) or the value (2) of a map.
   *
   * @throws IllegalArgumentException if the descriptor has none
   */
  static ProtoField required(ProtoMessage entry, int number) {
    for (ProtoField field : entry.fields()) {
      if (field.number() == number) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        "The descriptors have a map '" + entry.name() + "' without key or value.");
  }
}
