package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The fields that make records equal.
 *
 * @param transform whose setting they are, first word of messages
 * @param names null for all fields
 */
record KeyNames(String transform, @Nullable List<String> names) implements Serializable {

  private static final long serialVersionUID = 1;

  static KeyNames all(String transform) {
    return new KeyNames(transform, null);
  }

  static KeyNames of(String transform, String field, String... others) {
    List<String> names = new ArrayList<>();
    names.add(field);
    for (String other : others) {
      if (names.contains(other)) {
        throw new IllegalArgumentException(
            transform + ".by() must name each field once, but '" + other + "' comes twice.");
      }
      names.add(other);
    }
    return new KeyNames(transform, List.copyOf(names));
  }

  /** Where they are in rows of this schema. */
  int[] indexes(Schema schema) {
    List<String> fields = names == null ? Fields.namesOf(schema) : names;
    int[] indexes = new int[fields.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = Fields.indexOf(fields.get(i), schema, transform + ".by()");
      if (hasMap(schema.getField(indexes[i]).getType())) {
        throw new IllegalArgumentException(
            transform
                + ": the field '"
                + fields.get(i)
                + "' is or contains a map, which cannot be compared. Name the fields that make a"
                + " record the same: "
                + transform
                + ".by(...).");
      }
    }
    return indexes;
  }

  /** The fields as {@link Settings} have them. */
  String setting(Schema schema) {
    return "by(" + KeyForm.of(Buckets.keySchema(schema, indexes(schema))) + ")";
  }

  /** For display data. */
  String text() {
    return names == null ? "all" : String.join(", ", names);
  }

  private static boolean hasMap(FieldType type) {
    return switch (type.getTypeName()) {
      case MAP -> true;
      case ARRAY, ITERABLE ->
          type.getCollectionElementType() != null && hasMap(type.getCollectionElementType());
      case ROW ->
          type.getRowSchema() != null
              && type.getRowSchema().getFields().stream().anyMatch(f -> hasMap(f.getType()));
      case LOGICAL_TYPE ->
          type.getLogicalType() != null && hasMap(type.getLogicalType().getBaseType());
      default -> false;
    };
  }
}
