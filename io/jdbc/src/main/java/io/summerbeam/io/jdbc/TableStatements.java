package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The statements that write into one table; used by several threads at once. */
final class TableStatements {

  // Whoever writes equal keys locks them in one order.
  private static final Comparator<PendingRow> BY_KEY = TableStatements::compareKeys;

  private final TableWrite write;
  private final RowWriter rowWriter;
  private final QueryTimer timer;
  private final String insert;
  private final @Nullable String delete;

  /**
   * @param timer of the queries; it stays the caller's
   */
  TableStatements(TableWrite write, RowWriter rowWriter, QueryTimer timer) {
    this.write = write;
    this.rowWriter = rowWriter;
    this.timer = timer;
    this.insert = WriteSql.insert(write, rowWriter.columns());
    this.delete =
        write.deleteField() == null ? null : WriteSql.delete(write, rowWriter.keyColumns());
  }

  /** What makes of Rows what these statements write. */
  RowWriter rowWriter() {
    return rowWriter;
  }

  /**
   * Writes rows in one transaction, all or none.
   *
   * @throws LookupException if the database does not write them for another reason than their data
   */
  Written write(Connection connection, List<PendingRow> rows) throws LookupException {
    try {
      if (delete == null) {
        // A single statement is a transaction by itself, and saves a round trip.
        return Written.of(run(connection, rows));
      }
      Transaction.run(connection, () -> run(connection, rows));
      return Written.of(rows.size());
    } catch (SQLException e) {
      String rejection = WriteFailure.rejection(e);
      if (rejection == null) {
        throw WriteFailure.of(write.where(), "a batch was not written", e);
      }
      return Written.refused(rejection);
    }
  }

  /**
   * Runs the statements for these rows; all of them for no rows, to see whether they can be.
   *
   * @return how many rows were added or took the place of one
   */
  int run(Connection connection, List<PendingRow> rows) throws SQLException {
    List<PendingRow> written = sorted(rows, false);
    if (delete != null) {
      List<PendingRow> deleted = sorted(rows, true);
      if (!deleted.isEmpty() || rows.isEmpty()) {
        int ignored =
            execute(connection, delete, rowWriter.keyColumns(), rowWriter.keys(), deleted);
      }
    }
    return written.isEmpty() && !rows.isEmpty()
        ? 0
        : execute(connection, insert, rowWriter.columns(), null, written);
  }

  private List<PendingRow> sorted(List<PendingRow> rows, boolean deletes) {
    List<PendingRow> chosen = new ArrayList<>(rows.size());
    for (PendingRow row : rows) {
      if (row.deletes() == deletes) {
        chosen.add(row);
      }
    }
    if (!write.key().isEmpty()) {
      chosen.sort(BY_KEY);
    }
    return chosen;
  }

  /**
   * @param places where the values are in a row's; null where they are all of them
   * @return how many rows of the table it changed
   */
  private int execute(
      Connection connection,
      String sql,
      List<ColumnWriter> writers,
      int @Nullable [] places,
      List<PendingRow> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < writers.size(); i++) {
        ColumnWriter writer = writers.get(i);
        int place = places == null ? i : places[i];
        @Nullable Object[] elements = writer.newArray(rows.size());
        for (int r = 0; r < elements.length; r++) {
          elements[r] = rows.get(r).value(place);
        }
        statement.setArray(i + 1, connection.createArrayOf(writer.elementType(), elements));
      }
      Future<?> deadline = timer.start(statement);
      try {
        return statement.executeUpdate();
      } finally {
        deadline.cancel(false);
      }
    }
  }

  @SuppressWarnings("unchecked") // The values of a column are of one class.
  private static int compareKeys(PendingRow one, PendingRow other) {
    for (int i = 0; i < one.key().size(); i++) {
      int order = ((Comparable<Object>) one.key().get(i)).compareTo(other.key().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
