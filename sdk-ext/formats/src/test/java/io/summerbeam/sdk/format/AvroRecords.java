package io.summerbeam.sdk.format;

import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Shorthands of the tests of Avro. */
final class AvroRecords {

  private AvroRecords() {}

  /** A record's schema of the name R: {@code {"name":"a","type":"int"}}. */
  static String record(String... fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  /** A field: {@code field("a", "\"int\"")}; more of it behind its type. */
  static String field(String name, String type, String... more) {
    return "{\"name\":\""
        + name
        + "\",\"type\":"
        + type
        + (more.length == 0 ? "" : "," + String.join(",", more))
        + "}";
  }

  /** A record with these values as Avro writes it. */
  static byte[] bytes(String schema, Object... values) {
    Schema parsed = new Schema.Parser().parse(schema);
    GenericData.Record record = new GenericData.Record(parsed);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return RandomAvro.write(parsed, record);
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
