package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.format.MalformedException;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes of replayed records the rows that are written. */
final class ReplayedRows {

  private final JdbcReplayTarget target;
  private final RowWriter writer;
  private final int[] fields;
  private final int deleteField;
  private final int versionField;

  ReplayedRows(JdbcReplayTarget target, RowWriter writer) {
    TableWrite write = target.write();
    this.target = target;
    this.writer = writer;
    this.fields = WrittenFields.places(write.columns(), target.schema());
    this.deleteField = WrittenFields.place(write.deleteField(), target.schema());
    this.versionField = WrittenFields.place(write.versionField(), target.schema());
  }

  /**
   * The row of a record.
   *
   * @throws UnwritableRowException if no statement can write it; the message quotes no data
   */
  PendingRow row(ReplayRecord record) throws UnwritableRowException {
    Row row;
    try {
      row = target.read(record);
    } catch (MalformedException e) {
      throw new UnwritableRowException("its payload is not as the schema says: " + e.getMessage());
    }
    boolean deletes = deleteField >= 0 && Boolean.TRUE.equals(row.getValue(deleteField));
    @Nullable Object[] values = writer.encode(row, fields, deletes);
    return PendingRow.withoutTime(row, values, writer.keyOf(values), deletes);
  }

  /**
   * How many of the records a newer one is in the table of; none where the last one counts.
   *
   * @param written how many rows they made of the table's
   */
  int superseded(int records, int written) {
    return versionField < 0 ? 0 : records - written;
  }

  /** Rows as they are written together: of those with equal keys the one that counts. */
  List<PendingRow> together(List<PendingRow> rows) {
    WriteBatch batch = new WriteBatch(Integer.MAX_VALUE, WrittenFields.versions(versionField));
    rows.forEach(batch::add);
    return batch.take();
  }
}
