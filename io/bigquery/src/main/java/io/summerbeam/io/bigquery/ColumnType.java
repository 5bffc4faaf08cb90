package io.summerbeam.io.bigquery;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, and how its values are written.
 *
 * @param name the type's name in BigQuery
 * @param repeated whether it holds any number of values
 * @param inner the columns of a STRUCT; null of other types
 */
record ColumnType(String name, boolean repeated, @Nullable Columns inner, CellWriter writer)
    implements Serializable {

  static final String STRUCT = "STRUCT";

  private static final long serialVersionUID = 1;

  static ColumnType scalar(String name, CellWriter writer) {
    return new ColumnType(name, false, null, writer);
  }

  static ColumnType struct(Columns columns, CellWriter writer) {
    return new ColumnType(STRUCT, false, columns, writer);
  }

  /** Any number of values of this type. */
  ColumnType repeatedBy(CellWriter list) {
    return new ColumnType(name, true, inner, list);
  }

  /** For messages: {@code ARRAY<INT64>}. */
  String text() {
    return repeated ? "ARRAY<" + name + ">" : name;
  }
}
