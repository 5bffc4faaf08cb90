package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The columns of a query. */
final class Columns {

  private Columns() {}

  /** Checks that columns can be called as the fields are. */
  static Schema check(Schema schema, String method) {
    if (schema.getFieldCount() == 0) {
      throw new IllegalArgumentException(method + " must be given a schema with fields.");
    }
    schema.getFieldNames().forEach(name -> Identifier.check(name, method));
    return schema;
  }

  /** The names, quoted and separated by commas. */
  static String list(Schema schema, String prefix) {
    return schema.getFieldNames().stream()
        .map(name -> prefix + Identifier.quote(name))
        .collect(Collectors.joining(", "));
  }

  /** Asks what the columns of a query are, without running it. */
  static List<Column> describe(Connection connection, String sql, String where)
      throws LookupException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      ResultSetMetaData described = query.getMetaData();
      int count = described == null ? 0 : described.getColumnCount();
      for (int i = 1; i <= count; i++) {
        columns.add(Column.of(described, i));
      }
    } catch (SQLException e) {
      throw SqlFailure.of(where, "the query is refused", e);
    }
    return columns;
  }

  /** The schema of a query's answer, asked for here and now. */
  static Schema ask(Database database, String sql, String where) {
    List<Column> columns;
    try (Connection connection = database.connect(where)) {
      columns = describe(connection, sql, where);
    } catch (LookupException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (SQLException e) {
      throw new IllegalStateException(where + ": the connection cannot be closed.", e);
    }
    Schema.Builder schema = Schema.builder();
    for (Column column : columns) {
      FieldType type = ColumnReader.typeOf(column);
      if (type == null) {
        throw new IllegalArgumentException(
            where
                + ": column '"
                + column.name()
                + "' is of type "
                + column.type()
                + ", which is not read. Give a schema without it.");
      }
      schema.addField(Field.of(column.name(), type));
    }
    return schema.build();
  }
}
