package io.summerbeam.io.jdbc;

import java.io.Serializable;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * A column as the server describes it.
 *
 * @param type the server's name of the type: {@code int8}
 * @param text whether it is a type of texts, or of names: an enumeration
 * @param scale how many places of a number, or of seconds, it keeps; 0 of numbers that keep all
 */
record Column(String name, String type, boolean text, boolean required, int scale)
    implements Serializable {

  private static final long serialVersionUID = 1;

  static Column of(ResultSetMetaData columns, int index) throws SQLException {
    String type = columns.getColumnTypeName(index);
    int jdbcType = columns.getColumnType(index);
    return new Column(
        columns.getColumnLabel(index),
        // A column that counts up is shown as a type of its own.
        switch (type) {
          case "smallserial" -> "int2";
          case "serial" -> "int4";
          case "bigserial" -> "int8";
          default -> type;
        },
        jdbcType == Types.VARCHAR || jdbcType == Types.CHAR || jdbcType == Types.SQLXML,
        columns.isNullable(index) == ResultSetMetaData.columnNoNulls,
        columns.getScale(index));
  }
}
