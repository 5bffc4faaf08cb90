package io.summerbeam.io.redis;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Hashes; fields are called alike on both sides. */
record StoredHash(Schema schema) implements Stored {

  private static final long serialVersionUID = 1;

  @Override
  public Reader reader(String where) {
    RowDecoder decoder = JsonFormat.of().decoder(schema);
    TextsAsJson json = new TextsAsJson(schema, where);
    byte[][] fields =
        schema.getFieldNames().stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    return (connection, keys) -> {
      List<Response<List<byte[]>>> answers = new ArrayList<>(keys.length);
      Pipeline pipeline = connection.pipelined();
      for (byte[] key : keys) {
        answers.add(pipeline.hmget(key, fields));
      }
      pipeline.sync();
      List<Row> rows = new ArrayList<>(keys.length);
      for (Response<List<byte[]>> each : answers) {
        List<byte[]> values = each.get();
        // There are no hashes without fields: one that has none of these is not told from none.
        rows.add(
            values.stream().allMatch(Objects::isNull)
                ? null
                : StoredJson.decode(decoder, json.object(values), where));
      }
      return rows;
    };
  }
}
