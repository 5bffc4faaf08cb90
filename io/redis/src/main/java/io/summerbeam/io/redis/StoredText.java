package io.summerbeam.io.redis;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowDecoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Strings that are one value. */
record StoredText(Schema schema) implements Stored {

  private static final long serialVersionUID = 1;

  @Override
  public Reader reader(String where) {
    RowDecoder decoder = JsonFormat.of().decoder(schema);
    TextsAsJson json = new TextsAsJson(schema, where);
    return (connection, keys) -> {
      List<byte[]> values = connection.mget(keys);
      List<Row> rows = new ArrayList<>(values.size());
      for (byte[] value : values) {
        rows.add(
            value == null ? null : StoredJson.decode(decoder, json.object(List.of(value)), where));
      }
      return rows;
    };
  }
}
