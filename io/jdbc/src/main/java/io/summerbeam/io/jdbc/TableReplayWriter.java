package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;

/** Writes replayed records of any store into a table, all of a flush in one transaction. */
final class TableReplayWriter implements ReplayWriter {

  private final JdbcReplayTarget target;
  private final TableWriter writer;
  private final ReplayedRows rows;

  private TableReplayWriter(JdbcReplayTarget target, TableWriter writer) {
    this.target = target;
    this.writer = writer;
    this.rows = new ReplayedRows(target, writer.rowWriter());
  }

  static TableReplayWriter open(JdbcReplayTarget target) throws IOException {
    try {
      return new TableReplayWriter(target, TableWriter.open(target.write()));
    } catch (JdbcWriteException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(target);
    }
  }

  @Override
  public void write(ReplayRecord record) throws IOException {
    rows.add(record);
  }

  @Override
  public void flush() throws IOException {
    List<PendingRow> taken = rows.take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      Optional<String> rejection = writer.write(taken, () -> {});
      if (rejection.isPresent()) {
        throw new IOException(target + ": the records were not written: " + rejection.get() + ".");
      }
      rows.forget();
    } catch (JdbcWriteException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(target);
    }
  }

  private static InterruptedIOException interrupted(JdbcReplayTarget target) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(target + ": interrupted.");
  }

  @Override
  public void close() {
    writer.close();
  }
}
