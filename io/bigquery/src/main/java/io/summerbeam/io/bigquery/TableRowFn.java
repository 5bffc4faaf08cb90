package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.TableRow;
import org.apache.beam.sdk.transforms.SerializableFunction;

/** A row as the service reads it. */
final class TableRowFn implements SerializableFunction<OutgoingRow, TableRow> {

  private static final long serialVersionUID = 1;

  private final Columns columns;

  TableRowFn(Columns columns) {
    this.columns = columns;
  }

  @Override
  public TableRow apply(OutgoingRow outgoing) {
    try {
      return columns.toTableRow(outgoing.row());
    } catch (UnwritableRowException e) {
      throw new IllegalStateException("A row was sent that had not been checked.", e);
    }
  }
}
