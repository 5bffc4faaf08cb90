package io.summerbeam.io.jdbc;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A table, a view or a materialized view.
 *
 * @param schema null for the first of the search path that has the table
 */
record TableName(@Nullable String schema, String table) implements Serializable {

  private static final long serialVersionUID = 1;

  /** Parses {@code table} or {@code schema.table}. */
  static TableName parse(String name) {
    int dot = name.indexOf('.');
    if (dot != name.lastIndexOf('.')) {
      throw new IllegalArgumentException(
          "from() must be given 'table' or 'schema.table', but was: '"
              + name
              + "'. Where a name has a dot in it: from(schema, table).");
    }
    return dot < 0
        ? new TableName(null, Identifier.check(name, "from()"))
        : of(name.substring(0, dot), name.substring(dot + 1));
  }

  static TableName of(String schema, String table) {
    return new TableName(Identifier.check(schema, "from()"), Identifier.check(table, "from()"));
  }

  String sql() {
    return schema == null
        ? Identifier.quote(table)
        : Identifier.quote(schema) + "." + Identifier.quote(table);
  }

  @Override
  public String toString() {
    return schema == null ? table : schema + "." + table;
  }
}
