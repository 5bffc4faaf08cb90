package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.SchemaText;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The fields of rows that are written, checked when the pipeline is built. */
final class WrittenFields {

  private static final int MILLIS = 3;
  private static final int MICROS = 6;

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
   * @throws IllegalArgumentException if it is no whole number or time, or part of the key; or rows
   *     are deleted, too
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
    Field field = schema.getField(Fields.indexOf(versionField, schema, where));
    if (key.contains(versionField) || versionPlaces(field.getType()) < 0) {
      throw new IllegalArgumentException(
          where
              + " must name a whole number or a time (DATETIME, MicrosInstant, SqlTypes.DATETIME)"
              + " that is not part of the key, but "
              + (key.contains(versionField)
                  ? "'" + versionField + "' is part of the key."
                  : "the field is " + SchemaText.of(Schema.of(field)) + ". Convert it before."));
    }
  }

  /**
   * Checks that a version is kept as it is: where it is rounded, an older one is as great.
   *
   * @throws LookupException if the column has fewer places than the field
   */
  static void checkVersionColumn(String where, Column column, FieldType field)
      throws LookupException {
    int places = versionPlaces(field);
    if (column.scale() < places) {
      throw LookupException.permanent(
          where
              + ": the column '"
              + column.name()
              + "' of withVersion() is "
              + column.type()
              + " with "
              + column.scale()
              + " places, but must have at least the "
              + places
              + " of its field, or an older row would be taken for as new as a newer one. Alter"
              + " the column's type.",
          null);
    }
  }

  /** How many places a version of this type has; -1 where the type is not one of versions. */
  private static int versionPlaces(FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> 0;
      case DATETIME -> MILLIS;
      case LOGICAL_TYPE ->
          ColumnReader.sameLogical(type, FieldType.logicalType(new MicrosInstant()))
                  || ColumnReader.sameLogical(type, FieldType.logicalType(SqlTypes.DATETIME))
              ? MICROS
              : -1;
      default -> -1;
    };
  }

  /** Older rows before newer ones; null where none has a version. */
  static @Nullable Comparator<PendingRow> versions(int place) {
    return place < 0 ? null : Comparator.comparing(row -> version(row, place));
  }

  private static Comparable<Object> version(PendingRow row, int place) {
    Comparable<Object> version = row.row().getValue(place);
    if (version == null) {
      throw new IllegalStateException("a row without a version is refused when it is encoded");
    }
    return version;
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
