package io.summerbeam.sdk.format;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** How many bytes a value of a schema has at least: 0 is a value that never has any. */
final class AvroSizes {

  private final Map<Schema, Long> records = new IdentityHashMap<>();

  long least(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case FIXED -> schema.getFixedSize();
      case RECORD -> ofRecord(schema);
      default -> 1;
    };
  }

  private long ofRecord(Schema schema) {
    Long known = records.get(schema);
    if (known != null) {
      return known;
    }
    // A record within itself, with no union or array between, has no end; this is one for it.
    records.put(schema, 1L);
    long least = 0;
    for (Schema.Field field : schema.getFields()) {
      least = Math.min(Integer.MAX_VALUE, least + least(field.schema()));
    }
    records.put(schema, least);
    return least;
  }
}
