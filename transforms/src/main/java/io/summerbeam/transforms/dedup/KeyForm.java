package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.schema.SchemaText;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * What a key is made of, as text: its fields in their order, each with its type as far as a {@link
 * KeyDigester} goes by it. So a field may become nullable, or a wider whole number; a key with
 * anything else in it has other digests.
 */
final class KeyForm {

  private KeyForm() {}

  /** The fields; in savepoints, so that it must stay as it is. */
  static String of(Schema keySchema) {
    return keySchema.getFields().stream()
        .map(field -> field.getName() + " " + of(field.getType()))
        .collect(Collectors.joining(", "));
  }

  private static String of(FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> "INT";
      case ARRAY, ITERABLE ->
          "ARRAY<" + of(Objects.requireNonNull(type.getCollectionElementType())) + ">";
      case ROW -> "ROW<" + of(Objects.requireNonNull(type.getRowSchema())) + ">";
      // What it is made of means nothing without its argument: the values of an enumeration.
      case LOGICAL_TYPE -> SchemaText.of(type.withNullable(false));
      default -> type.getTypeName().toString();
    };
  }
}
