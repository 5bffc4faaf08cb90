package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.schema.SchemaText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;

/** Makes Rows of a schema from columns that follow each other. */
final class RowReader {

  private final String where;
  private final Schema schema;
  private final ColumnReader[] readers;
  private final int offset;

  private RowReader(String where, Schema schema, ColumnReader[] readers, int offset) {
    this.where = where;
    this.schema = schema;
    this.readers = readers;
    this.offset = offset;
  }

  /**
   * Checks that the columns are what the schema says.
   *
   * @param columns all of the answer
   * @param offset how many stand before the first of the schema
   */
  static RowReader of(String where, Schema schema, List<Column> columns, int offset)
      throws LookupException {
    List<ColumnReader> readers = new ArrayList<>();
    for (Field field : schema.getFields()) {
      Column column = columns.get(offset + readers.size());
      ColumnReader reader = ColumnReader.of(column, field.getType());
      if (reader == null) {
        throw LookupException.permanent(
            where
                + ": the column is of type "
                + column.type()
                + ", which is not read as "
                + SchemaText.of(Schema.of(field))
                + ".",
            null);
      }
      readers.add(reader);
    }
    return new RowReader(where, schema, readers.toArray(new ColumnReader[0]), offset);
  }

  Row read(ResultSet rows) throws SQLException, LookupException {
    Object[] values = new Object[readers.length];
    for (int i = 0; i < values.length; i++) {
      Object value = readers[i].read(rows, offset + i + 1);
      if (value instanceof ColumnReader.Misfit misfit) {
        throw misfit(i, misfit.why());
      }
      if (value == null && !schema.getField(i).getType().getNullable()) {
        throw misfit(i, "is null; give the column a nullable type");
      }
      values[i] = value;
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private LookupException misfit(int field, String why) {
    return LookupException.permanent(
        where + ": a value of column '" + schema.getField(field).getName() + "' " + why + ".",
        null);
  }
}
