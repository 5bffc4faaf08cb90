package io.summerbeam.io.redis;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.lookup.LookupException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Strings that are JSON objects. */
record StoredJson(Schema schema) implements Stored {

  private static final long serialVersionUID = 1;

  @Override
  public Reader reader(String where) {
    RowDecoder decoder = JsonFormat.of().decoder(schema);
    return (connection, keys) -> {
      List<byte[]> values = connection.mget(keys);
      List<Row> rows = new ArrayList<>(values.size());
      for (byte[] value : values) {
        rows.add(value == null ? null : decode(decoder, value, where));
      }
      return rows;
    };
  }

  static Row decode(RowDecoder decoder, byte[] json, String where) throws LookupException {
    try {
      return decoder.decode(json);
    } catch (MalformedException e) {
      // Its message quotes nothing; its cause may.
      throw LookupException.permanent(where + ": a value is malformed: " + e.getMessage(), null);
    }
  }
}
