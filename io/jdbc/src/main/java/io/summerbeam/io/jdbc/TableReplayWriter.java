package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes replayed records of any store into a table, all of a flush in one transaction, or where
 * the database refuses some, in several.
 */
final class TableReplayWriter implements ReplayWriter {

  private record Taken(ReplayRecord record, PendingRow row) {}

  private final JdbcReplayTarget target;
  private final TableWriter writer;
  private final ReplayedRows rows;
  private final List<Taken> taken = new ArrayList<>();
  private final List<RefusedRecord> refused = new ArrayList<>();
  private long superseded;

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
  public void write(ReplayRecord record) {
    try {
      taken.add(new Taken(record, rows.row(record)));
    } catch (UnwritableRowException e) {
      refused.add(new RefusedRecord(record, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<RefusedRecord> flush() throws IOException {
    Halves.run(taken, this::write, (bad, why) -> refused.add(new RefusedRecord(bad.record(), why)));
    List<RefusedRecord> all = List.copyOf(refused);
    taken.clear();
    refused.clear();
    return all;
  }

  @Override
  public long superseded() {
    return superseded;
  }

  private @Nullable String write(List<Taken> part) throws IOException {
    try {
      Written written =
          writer.write(rows.together(part.stream().map(Taken::row).toList()), () -> {});
      if (written.rejection() == null) {
        superseded += rows.superseded(part.size(), written.rows());
      }
      return written.rejection();
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
