package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A stream of one's own: its rows are in the table from when they are flushed or committed. */
final class RowBuffer {

  private final FakeTable table;
  private final List<ObjectNode> rows = new ArrayList<>();
  private int shown;
  private boolean finished;
  private boolean committed;

  RowBuffer(FakeTable table) {
    this.table = table;
  }

  synchronized int size() {
    return rows.size();
  }

  /** Adds rows if they begin where the others end, and says where that is. */
  synchronized int append(long offset, List<ObjectNode> more) {
    int end = rows.size();
    if (offset == end) {
      rows.addAll(more);
    }
    return end;
  }

  /** Takes no more rows. */
  synchronized void finish() {
    finished = true;
  }

  synchronized boolean isFinished() {
    return finished;
  }

  synchronized boolean isCommitted() {
    return committed;
  }

  /** Shows all rows. */
  synchronized void commit() {
    show(rows.size());
    committed = true;
  }

  /** Shows so many of the rows; those that are shown already stay. */
  synchronized void show(int count) {
    if (count > shown) {
      table.add(rows.subList(shown, count));
      shown = count;
    }
  }
}
