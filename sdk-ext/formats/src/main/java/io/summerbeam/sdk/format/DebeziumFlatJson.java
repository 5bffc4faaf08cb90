package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads a flattened change as the row of it. */
final class DebeziumFlatJson extends JsonValue {

  private final JsonRow reader;
  // Of each field behind the columns, which piece of metadata it is.
  private final int[] pieces;
  private final int columns;
  private final DebeziumRows rows;
  private final int saidCount;

  /**
   * @param sent what the message says of the values in it
   */
  DebeziumFlatJson(
      DebeziumFormat format, ConnectType sent, DebeziumMetadata said, DebeziumRows rows) {
    Schema table = format.lenientTable();
    Map<String, Integer> names = said.byFlatName();
    names.keySet().removeAll(table.getFieldNames());
    Schema.Builder schema = Schema.builder().addFields(table.getFields());
    names.keySet().forEach(name -> schema.addNullableField(name, FieldType.STRING));
    this.reader =
        new JsonRow(schema.build(), "", new DebeziumRules(format, sent, "", names.keySet()));
    this.columns = table.getFieldCount();
    this.pieces = names.values().stream().mapToInt(Integer::intValue).toArray();
    this.rows = rows;
    this.saidCount = said.paths().size();
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    Object read = reader.read(parser);
    if (!(read instanceof Row row)) {
      return read;
    }
    @Nullable Object[] said = new Object[saidCount];
    for (int i = 0; i < pieces.length; i++) {
      Object value = row.getValues().get(columns + i);
      if (value != null) {
        said[pieces[i]] = value;
      }
    }
    return rows.flat(said, row);
  }
}
