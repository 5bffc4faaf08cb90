package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.values.Row;

/** The columns of a table or of a STRUCT, in the order of the fields they are made of. */
record Columns(List<Column> all) implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The type of a column.
   *
   * @param where what asks for it, the first word of the message
   * @throws IllegalArgumentException if there is no such column; the message lists those there are
   */
  ColumnType required(String name, String where) {
    return all.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    where
                        + ": there is no column '"
                        + name
                        + "'. Columns: "
                        + all.stream().map(Column::name).collect(Collectors.joining(", "))))
        .type();
  }

  TableSchema toTableSchema() {
    return new TableSchema().setFields(toFieldSchemas());
  }

  List<TableFieldSchema> toFieldSchemas() {
    return all.stream().map(Column::toFieldSchema).toList();
  }

  /**
   * A Row as the service reads it, whatever the method.
   *
   * @throws UnwritableRowException if a column cannot hold its value
   */
  TableRow toTableRow(Row row) throws UnwritableRowException {
    TableRow cells = new TableRow();
    write(row, cells);
    return cells;
  }

  void write(Row row, Map<String, Object> cells) throws UnwritableRowException {
    for (Column column : all) {
      column.write(row.getValue(column.index()), cells);
    }
  }
}
