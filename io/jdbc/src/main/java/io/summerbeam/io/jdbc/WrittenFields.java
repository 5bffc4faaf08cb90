package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.SchemaText;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** The fields of rows that are written, checked when the pipeline is built. */
final class WrittenFields {

  // Those that the database orders as Java does, whatever the column.
  private static final Set<TypeName> VERSIONS =
      Set.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64, TypeName.DATETIME);

  private WrittenFields() {}

  /**
   * All fields but the provenance and the one that says what deletes.
   *
   * @param stepName first words of messages
   * @throws IllegalArgumentException if there are none, a column cannot be called as one of them or
   *     be of its type, one of the key is not there, or the one that deletes is not BOOLEAN
   */
  static Schema of(Schema schema, List<String> key, @Nullable String deleteField, String stepName) {
    key.forEach(column -> Fields.indexOf(column, schema, stepName + ".upsertingBy()"));
    if (deleteField != null) {
      checkDelete(schema, key, deleteField, stepName);
    }
    Schema.Builder written = Schema.builder();
    for (Field field : Fields.visible(schema).getFields()) {
      if (!field.getName().equals(deleteField)) {
        if (TableColumns.typeOf(field.getType()) == null) {
          throw new IllegalArgumentException(
              stepName
                  + ": "
                  + SchemaText.of(Schema.of(field))
                  + " has no type of a column. Convert the field before, or leave it out.");
        }
        written.addField(field);
      }
    }
    return Columns.check(written.build(), stepName);
  }

  private static void checkDelete(
      Schema schema, List<String> key, String deleteField, String stepName) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          stepName + ": deletingWhere() needs to know what a row is found by: upsertingBy(key).");
    }
    int index = Fields.indexOf(deleteField, schema, stepName + ".deletingWhere()");
    TypeName type = schema.getField(index).getType().getTypeName();
    if (type != TypeName.BOOLEAN || key.contains(deleteField)) {
      throw new IllegalArgumentException(
          stepName
              + ".deletingWhere() must name a BOOLEAN field that is not part of the key, but '"
              + deleteField
              + "' is "
              + (type == TypeName.BOOLEAN ? "part of the key." : type + "."));
    }
  }

  /**
   * Checks the field that says which row is newer.
   *
   * @throws IllegalArgumentException if it is no whole number or time that is written, and not part
   *     of the key; or rows are deleted, too
   */
  static void checkVersion(
      Schema schema,
      List<String> key,
      String versionField,
      @Nullable String deleteField,
      String stepName) {
    String where = stepName + ".withVersion()";
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          where + " needs to know what a row is found by: upsertingBy(key).");
    }
    if (deleteField != null) {
      throw new IllegalArgumentException(
          where
              + " and deletingWhere() must not be together: of a row that is gone nobody knows the"
              + " version, and an older change would bring it back. Leave deletingWhere() out: '"
              + deleteField
              + "' is a column then, by which deleted rows are told.");
    }
    TypeName type =
        schema.getField(Fields.indexOf(versionField, schema, where)).getType().getTypeName();
    if (!VERSIONS.contains(type) || key.contains(versionField)) {
      throw new IllegalArgumentException(
          where
              + " must name a whole number or a DATETIME that is not part of the key, but '"
              + versionField
              + "' is "
              + (key.contains(versionField) ? "part of the key." : type + "."));
    }
  }

  /** Older rows before newer ones, those without a version before all; null where none is. */
  static @Nullable Comparator<PendingRow> versions(int place) {
    return place < 0
        ? null
        : Comparator.comparing(
            row -> row.row().<Comparable<Object>>getValue(place),
            Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  /** Where the columns are among the fields. */
  static int[] places(Schema columns, Schema schema) {
    return columns.getFieldNames().stream().mapToInt(schema::indexOf).toArray();
  }

  /** Where the field is; -1 where there is none. */
  static int place(@Nullable String field, Schema schema) {
    return field == null ? -1 : schema.indexOf(field);
  }
}
