package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.schema.SchemaText;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes of Rows what is sent to the columns of a table. */
final class RowWriter {

  private final TableWrite write;
  private final List<ColumnWriter> columns;
  private final int[] keys;
  private final int version;

  private RowWriter(TableWrite write, List<ColumnWriter> columns) {
    this.write = write;
    this.columns = List.copyOf(columns);
    this.keys = write.key().stream().mapToInt(write.columns()::indexOf).toArray();
    this.version = WrittenFields.place(write.versionField(), write.columns());
  }

  /**
   * Checks that the columns are what the fields are.
   *
   * @param columns those of {@link TableWrite#columns}
   */
  static RowWriter of(TableWrite write, List<Column> columns) throws LookupException {
    List<ColumnWriter> writers = new ArrayList<>();
    for (Schema.Field field : write.columns().getFields()) {
      Column column = columns.get(writers.size());
      if (field.getName().equals(write.versionField())) {
        WrittenFields.checkVersionColumn(write.where(), column, field.getType());
      }
      ColumnWriter writer = ColumnWriter.of(column, field.getType());
      if (writer == null) {
        throw LookupException.permanent(
            write.where()
                + ": the column is of type "
                + column.type()
                + ", which is not written from "
                + SchemaText.of(Schema.of(field))
                + ".",
            null);
      }
      writers.add(writer);
    }
    return new RowWriter(write, writers);
  }

  /** The writers of all columns. */
  List<ColumnWriter> columns() {
    return columns;
  }

  /** The writers of the key's columns. */
  List<ColumnWriter> keyColumns() {
    List<ColumnWriter> writers = new ArrayList<>(keys.length);
    for (int key : keys) {
      writers.add(columns.get(key));
    }
    return writers;
  }

  /** Where the key's values are among those of a row. */
  int[] keys() {
    return keys.clone();
  }

  /**
   * Encodes the columns of a row; only those of its key where it deletes.
   *
   * @param fields where they are in the row
   * @throws UnwritableRowException if the row cannot be written
   */
  @Nullable Object[] encode(Row row, int[] fields, boolean deletes) throws UnwritableRowException {
    @Nullable Object[] values = new Object[fields.length];
    if (!deletes) {
      for (int i = 0; i < values.length; i++) {
        values[i] = encode(row, fields, i);
      }
    }
    for (int key : keys) {
      if (deletes) {
        values[key] = encode(row, fields, key);
      }
      if (values[key] == null) {
        throw new UnwritableRowException("its key '" + nameOf(key) + "' is null");
      }
    }
    // Nothing tells whether it is newer than what is there.
    if (version >= 0 && values[version] == null) {
      throw new UnwritableRowException("its version '" + nameOf(version) + "' is null");
    }
    return values;
  }

  private @Nullable Object encode(Row row, int[] fields, int column) throws UnwritableRowException {
    Object encoded = columns.get(column).encode(row.getValue(fields[column]));
    if (encoded instanceof ColumnReader.Misfit misfit) {
      throw new UnwritableRowException("field '" + nameOf(column) + "' " + misfit.why());
    }
    return encoded;
  }

  private String nameOf(int column) {
    return write.columns().getField(column).getName();
  }

  /** The forms of a row's key, by which equal ones are found. */
  List<Comparable<?>> keyOf(@Nullable Object[] values) {
    List<Comparable<?>> form = new ArrayList<>(keys.length);
    for (int key : keys) {
      Object value = values[key];
      if (value == null) {
        throw new IllegalStateException(write.where() + ": a key is null.");
      }
      form.add(columns.get(key).keyForm(value));
    }
    return form;
  }
}
