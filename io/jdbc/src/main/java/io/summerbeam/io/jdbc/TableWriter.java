package io.summerbeam.io.jdbc;

import java.util.List;

/** A table that rows are written into, on a worker; used by several threads at once. */
final class TableWriter implements AutoCloseable {

  private final TableConnections connections;
  private final QueryTimer timer;
  private final TableStatements statements;

  private TableWriter(TableConnections connections, QueryTimer timer, TableStatements statements) {
    this.connections = connections;
    this.timer = timer;
    this.statements = statements;
  }

  /**
   * Connects, makes the table where it is to be made, and checks that the rows fit it.
   *
   * @throws JdbcWriteException if it cannot be written
   */
  static TableWriter open(TableWrite write) throws InterruptedException {
    TableConnections connections = new TableConnections(write);
    QueryTimer timer = new QueryTimer("JdbcRows-timer", write.database().timeout());
    TableWriter opened = null;
    try {
      TableStatements statements =
          connections.run(
              connection -> TablePreparation.prepare(connection, write, timer), () -> {});
      opened = new TableWriter(connections, timer, statements);
      return opened;
    } finally {
      if (opened == null) {
        connections.close();
        timer.close();
      }
    }
  }

  /** What makes of Rows what is written. */
  RowWriter rowWriter() {
    return statements.rowWriter();
  }

  /**
   * Writes rows in one transaction, all or none. What may pass is tried again, after pauses.
   *
   * @param onRetry is told of each further attempt
   * @throws JdbcWriteException if they cannot be written for another reason than their data
   */
  Written write(List<PendingRow> rows, Runnable onRetry) throws InterruptedException {
    return connections.run(connection -> statements.write(connection, rows), onRetry);
  }

  /** Ends what is being written, which fails, and closes all connections. */
  @Override
  public void close() {
    connections.close();
    timer.close();
  }
}
