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

  /**
   * Parses {@code table} or {@code schema.table}.
   *
   * @param method what it was given to, without parentheses: {@code from}
   */
  static TableName parse(String name, String method) {
    int dot = name.indexOf('.');
    if (dot != name.lastIndexOf('.')) {
      throw new IllegalArgumentException(
          method
              + "() must be given 'table' or 'schema.table', but was: '"
              + name
              + "'. Where a name has a dot in it: "
              + method
              + "(schema, table).");
    }
    return dot < 0
        ? new TableName(null, Identifier.check(name, method + "()"))
        : of(name.substring(0, dot), name.substring(dot + 1), method);
  }

  static TableName of(String schema, String table, String method) {
    return new TableName(
        Identifier.check(schema, method + "()"), Identifier.check(table, method + "()"));
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
