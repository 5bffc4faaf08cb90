package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of a table of dead letters that a filter takes, in the order of their writing. */
final class LetterRows implements AutoCloseable {

  private static final int FETCH_SIZE = 500;
  private static final int STATUS = DeadLetterTable.SCHEMA.getFieldCount() + 1;
  private static final int WRITTEN_AT = STATUS + 1;

  private final RowReader reader;
  private final PreparedStatement query;
  private final ResultSet rows;
  private long unreadable;

  private LetterRows(RowReader reader, PreparedStatement query, ResultSet rows) {
    this.reader = reader;
    this.query = query;
    this.rows = rows;
  }

  /**
   * Asks for them.
   *
   * @param connection in a transaction, so that the rows come in parts
   * @param since those that were written at this time or later; null for all
   */
  static LetterRows of(
      Connection connection,
      LetterTable letters,
      LetterFilter filter,
      @Nullable OffsetDateTime since)
      throws SQLException, LookupException {
    letters.database().limitTransaction(connection);
    String where = letters.toString();
    String table = letters.table().sql();
    String columns =
        "SELECT " + Columns.list(DeadLetterTable.SCHEMA, "") + ", status, written_at FROM ";
    RowReader reader =
        RowReader.of(
            where, DeadLetterTable.SCHEMA, Columns.describe(connection, columns + table, where), 0);
    Conditions conditions = new Conditions(filter, since);
    PreparedStatement query =
        connection.prepareStatement(
            columns + table + conditions.sql() + " ORDER BY written_at, id");
    boolean asked = false;
    try {
      query.setFetchSize(FETCH_SIZE);
      conditions.set(connection, query);
      LetterRows rows = new LetterRows(reader, query, query.executeQuery());
      asked = true;
      return rows;
    } finally {
      if (!asked) {
        query.close();
      }
    }
  }

  /** Goes to the next row; false where there is none. */
  boolean next() throws SQLException {
    return rows.next();
  }

  /** The letter of the row; null where it is none of a version that is known. */
  @Nullable StoredLetter letter() throws SQLException {
    try {
      Row row = reader.read(rows);
      return new StoredLetter(
          DeadLetterTable.fromRow(row), LetterStatus.ofCode(rows.getString(STATUS)));
    } catch (LookupException | IllegalArgumentException e) {
      // Somebody else wrote it, or a newer version.
      unreadable++;
      return null;
    }
  }

  OffsetDateTime writtenAt() throws SQLException {
    return rows.getObject(WRITTEN_AT, OffsetDateTime.class);
  }

  long unreadable() {
    return unreadable;
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }

  /** What a filter asks for, as SQL and its parameters. */
  private static final class Conditions {

    private final List<String> parts = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    Conditions(LetterFilter filter, @Nullable OffsetDateTime since) {
      among("id", filter.ids());
      notAmong("id", filter.exceptIds());
      among("pipeline", filter.pipelines());
      among("step", filter.steps());
      among("reason", filter.reasons());
      among("severity", filter.severities());
      among("status", Set.copyOf(filter.statuses().stream().map(LetterStatus::code).toList()));
      Instant from = filter.failedFrom();
      Instant before = filter.failedBefore();
      if (from != null) {
        add("failure_time >= ?", time(from));
      }
      if (before != null) {
        add("failure_time < ?", time(before));
      }
      if (since != null) {
        add("written_at >= ?", since);
      }
    }

    private void among(String column, Set<String> values) {
      if (!values.isEmpty()) {
        add(column + " = ANY (?)", values.toArray(String[]::new));
      }
    }

    private void notAmong(String column, Set<String> values) {
      if (!values.isEmpty()) {
        add(column + " <> ALL (?)", values.toArray(String[]::new));
      }
    }

    private void add(String part, Object parameter) {
      parts.add(part);
      parameters.add(parameter);
    }

    private static OffsetDateTime time(Instant time) {
      return java.time.Instant.ofEpochMilli(time.getMillis()).atOffset(ZoneOffset.UTC);
    }

    String sql() {
      return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    void set(Connection connection, PreparedStatement query) throws SQLException {
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i) instanceof String[] texts) {
          query.setArray(i + 1, connection.createArrayOf("text", texts));
        } else {
          query.setObject(i + 1, parameters.get(i), Types.TIMESTAMP_WITH_TIMEZONE);
        }
      }
    }
  }
}
