package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.schema.SchemaText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The query that answers a batch of keys; used by several threads at once. */
final class BatchQuery {

  private final String where;
  private final String sql;
  private final KeyColumn[] keys;
  private final ColumnReader[] keyReaders;
  private final RowReader values;
  private final String keyNames;
  private final QueryTimer timer;

  private BatchQuery(
      String where,
      String sql,
      KeyColumn[] keys,
      ColumnReader[] keyReaders,
      RowReader values,
      String keyNames,
      QueryTimer timer) {
    this.where = where;
    this.sql = sql;
    this.keys = keys;
    this.keyReaders = keyReaders;
    this.values = values;
    this.keyNames = keyNames;
    this.timer = timer;
  }

  /** A query that has the same columns, and no parameters. */
  static String described(TableName table, Schema keySchema, Schema valueSchema) {
    return "SELECT "
        + Columns.list(keySchema, "")
        + ", "
        + Columns.list(valueSchema, "")
        + " FROM "
        + table.sql();
  }

  /**
   * Checks that the columns are what the schemas say.
   *
   * @param columns of the key, then of the values
   * @param timer of the queries that run; it stays the caller's
   */
  static BatchQuery of(
      String where,
      TableName table,
      Schema keySchema,
      Schema valueSchema,
      List<Column> columns,
      QueryTimer timer)
      throws LookupException {
    int count = keySchema.getFieldCount();
    KeyColumn[] keys = new KeyColumn[count];
    ColumnReader[] readers = new ColumnReader[count];
    for (int i = 0; i < count; i++) {
      KeyColumn key = KeyColumn.of(columns.get(i), keySchema.getField(i).getType());
      ColumnReader reader = key == null ? null : ColumnReader.of(columns.get(i), typeOf(key));
      if (key == null || reader == null) {
        throw LookupException.permanent(
            where
                + ": the column is of type "
                + columns.get(i).type()
                + ", which is not looked up with "
                + SchemaText.of(Schema.of(keySchema.getField(i)))
                + ".",
            null);
      }
      keys[i] = key;
      readers[i] = reader;
    }
    return new BatchQuery(
        where,
        sql(table, keySchema, valueSchema),
        keys,
        readers,
        RowReader.of(where, valueSchema, columns, count),
        String.join(", ", keySchema.getFieldNames()),
        timer);
  }

  private static String sql(TableName table, Schema keySchema, Schema valueSchema) {
    int count = keySchema.getFieldCount();
    if (count == 1) {
      return described(table, keySchema, valueSchema)
          + " WHERE "
          + Columns.list(keySchema, "")
          + " = ANY (?)";
    }
    return "SELECT "
        + Columns.list(keySchema, "t.")
        + ", "
        + Columns.list(valueSchema, "t.")
        + " FROM unnest("
        + IntStream.range(0, count).mapToObj(i -> "?").collect(Collectors.joining(", "))
        + ") AS k ("
        + IntStream.range(0, count).mapToObj(i -> "k" + i).collect(Collectors.joining(", "))
        + ") JOIN "
        + table.sql()
        + " AS t ON "
        + IntStream.range(0, count)
            .mapToObj(i -> "t." + Identifier.quote(keySchema.getField(i).getName()) + " = k.k" + i)
            .collect(Collectors.joining(" AND "));
  }

  // What a key's column is read as, to compare it.
  private static FieldType typeOf(KeyColumn key) {
    return switch (key) {
      case WHOLE -> FieldType.INT64;
      case BOOLEAN -> FieldType.BOOLEAN;
      case DATE -> FieldType.logicalType(SqlTypes.DATE);
      default -> FieldType.STRING;
    };
  }

  /** Asks for keys, and blocks. */
  Map<Row, Row> run(Connection connection, Set<Row> asked) throws LookupException {
    Map<List<Object>, List<Row>> byForm = new HashMap<>();
    for (Row key : asked) {
      List<Object> form = form(key.getValues());
      if (form != null) {
        byForm.computeIfAbsent(form, none -> new ArrayList<>(1)).add(key);
      }
    }
    if (byForm.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      // One more than there can be where keys are unique: a table that is not unique must not be
      // read whole.
      query.setMaxRows(byForm.size() + 1);
      setKeys(connection, query, byForm.keySet());
      Future<?> deadline = timer.start(query);
      try (ResultSet rows = query.executeQuery()) {
        return read(rows, byForm);
      } finally {
        deadline.cancel(false);
      }
    } catch (SQLException e) {
      throw SqlFailure.of(where, "the query failed", e);
    }
  }

  private void setKeys(
      Connection connection, PreparedStatement query, Collection<List<Object>> forms)
      throws SQLException {
    for (int i = 0; i < keys.length; i++) {
      int column = i;
      Object[] elements = forms.stream().map(form -> form.get(column)).toArray();
      Array array = connection.createArrayOf(keys[i].sqlType(), elements);
      query.setArray(i + 1, array);
    }
  }

  private Map<Row, Row> read(ResultSet rows, Map<List<Object>, List<Row>> byForm)
      throws SQLException, LookupException {
    Map<Row, Row> answer = new HashMap<>();
    Set<List<Object>> seen = new HashSet<>();
    while (rows.next()) {
      List<Object> read = new ArrayList<>(keys.length);
      for (int i = 0; i < keys.length; i++) {
        read.add(keyReaders[i].read(rows, i + 1));
      }
      List<Object> form = form(read);
      List<Row> askedFor = form == null ? null : byForm.get(form);
      if (form == null || askedFor == null) {
        throw LookupException.permanent(
            where
                + ": the database takes keys for equal that are not the same ("
                + keyNames
                + "). Is its collation nondeterministic?",
            null);
      }
      if (!seen.add(form)) {
        throw LookupException.permanent(
            where
                + ": there are several rows of one key. Its columns must be unique together: "
                + keyNames
                + ".",
            null);
      }
      Row value = values.read(rows);
      askedFor.forEach(key -> answer.put(key, value));
    }
    return answer;
  }

  /** The forms of all fields of a key; null where no row can have it. */
  private @Nullable List<Object> form(List<@Nullable Object> key) {
    List<Object> form = new ArrayList<>(keys.length);
    for (int i = 0; i < keys.length; i++) {
      Object value = key.get(i);
      Object one = value == null ? null : keys[i].formOf(value);
      if (one == null) {
        return null;
      }
      form.add(Objects.requireNonNull(one));
    }
    return form;
  }
}
