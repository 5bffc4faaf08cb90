package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.format.MalformedException;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes of replayed records the rows that wait for their batch. */
final class ReplayedRows {

  private final JdbcReplayTarget target;
  private final RowWriter writer;
  private final int[] fields;
  private final int deleteField;
  private final WriteBatch batch = new WriteBatch(Integer.MAX_VALUE);
  private final IdentityHashMap<Row, String> letters = new IdentityHashMap<>();

  ReplayedRows(JdbcReplayTarget target, RowWriter writer) {
    TableWrite write = target.write();
    this.target = target;
    this.writer = writer;
    this.fields = WrittenFields.places(write.columns(), target.schema());
    this.deleteField = WrittenFields.place(write.deleteField(), target.schema());
  }

  /** Adds a record. */
  void add(ReplayRecord record) throws IOException {
    try {
      Row row = target.read(record);
      boolean deletes = deleteField >= 0 && Boolean.TRUE.equals(row.getValue(deleteField));
      @Nullable Object[] values = writer.encode(row, fields, deletes);
      batch.add(PendingRow.withoutTime(row, values, writer.keyOf(values), deletes));
      letters.put(row, record.letterId());
    } catch (MalformedException | UnwritableRowException e) {
      throw new IOException(
          target
              + ": the record of "
              + record.letterId()
              + " cannot be written: "
              + e.getMessage());
    }
  }

  /** The rows since the last time. */
  List<PendingRow> take() {
    return batch.take();
  }

  /** The letter of a row that was taken. */
  String letterOf(PendingRow row) {
    return String.valueOf(letters.get(row.row()));
  }

  /** The rows that were taken are where they should be. */
  void forget() {
    letters.clear();
  }
}
