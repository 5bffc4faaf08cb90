package io.summerbeam.sdk.format;

import io.summerbeam.sdk.schema.NearestName;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads records of CSV with known columns. */
final class CsvDecoder implements RowDecoder {

  private final Schema schema;
  private final CsvColumns columns;
  private final int columnCount;
  private final String wrongCount;
  private final int[] columnOf;
  private final CsvValue[] values;

  /**
   * @param why what says how many columns there are, for messages
   */
  CsvDecoder(Schema schema, List<String> columnNames, String why, char delimiter) {
    this.schema = schema;
    this.columns = new CsvColumns(delimiter);
    this.columnCount = columnNames.size();
    this.wrongCount =
        "the record must have "
            + columnCount
            + (columnCount == 1 ? " column, " : " columns, ")
            + why
            + ", but has ";
    this.columnOf = new int[schema.getFieldCount()];
    this.values = new CsvValue[columnOf.length];
    for (int i = 0; i < columnOf.length; i++) {
      Schema.Field field = schema.getField(i);
      columnOf[i] = columnOf(field.getName(), columnNames);
      values[i] = new CsvValue(field);
    }
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    columns.read(record);
    if (columns.count() != columnCount) {
      throw new MalformedException(wrongCount + columns.count());
    }
    @Nullable Object[] row = new Object[columnOf.length];
    for (int i = 0; i < row.length; i++) {
      int column = columnOf[i];
      Object value = values[i].read(columns.text(column), columns.isQuoted(column));
      if (value instanceof Problem problem) {
        throw new MalformedException(problem.message());
      }
      row[i] = value;
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(row));
  }

  private static int columnOf(String field, List<String> columns) {
    int column = columns.indexOf(field);
    if (column < 0) {
      throw new IllegalArgumentException(
          "There is no column for the field '"
              + field
              + "'"
              + NearestName.hint(field, columns)
              // Not which: of a file without a header, they are the first record.
              + " The first line must name the columns; it has "
              + columns.size()
              + ".");
    }
    if (columns.lastIndexOf(field) != column) {
      throw new IllegalArgumentException(
          "There are several columns for the field '"
              + field
              + "'; a column that is read must have a name of its own.");
    }
    return column;
  }
}
