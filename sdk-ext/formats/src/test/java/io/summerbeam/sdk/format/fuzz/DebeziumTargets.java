package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.DebeziumFormat;
import io.summerbeam.sdk.format.MemoryRegistry;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/** Changes of a table: with their schema and without, flattened, and in Avro. */
final class DebeziumTargets {

  private static final Schema TABLE =
      Schema.builder()
          .addInt32Field("id")
          .addStringField("name")
          .addNullableField("balance", FieldType.DECIMAL)
          .addNullableField("born", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("woken", FieldType.logicalType(SqlTypes.TIME))
          .addNullableField("seen", FieldType.logicalType(new MicrosInstant()))
          .addNullableField("at", FieldType.DATETIME)
          .addNullableField("active", FieldType.BOOLEAN)
          .addNullableField("score", FieldType.DOUBLE)
          .addNullableField("blob", FieldType.BYTES)
          .build();

  private static final DebeziumFormat CHANGES =
      DebeziumFormat.ofTable(TABLE, "id")
          .withMetadata("source.table", FieldType.STRING)
          .withMetadata("transaction.total_order", FieldType.INT64);

  private static final String COLUMNS =
      """
      {"id":1,"name":"Anne","balance":%s,"born":11353,"woken":3600000000,"seen":978310020123456,
       "at":978310020123,"active":1,"score":"NaN","blob":"AAH/"}""";

  private static final String SOURCE =
      """
      "source":{"connector":"postgresql","ts_ms":1559033904863,"table":"customers",
       "lsn":24023128,"scn":"12","file":"bin.000003","pos":484},
       "transaction":{"id":"7:1","total_order":3}""";

  private static final String SCHEMA_PART =
      """
      {"type":"struct","optional":true,"field":"%s","fields":[
       {"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","version":1,
        "parameters":{"scale":"2","connect.decimal.precision":"10"},"field":"balance"},
       {"type":"int32","name":"io.debezium.time.Date","field":"born"},
       {"type":"int64","name":"io.debezium.time.NanoTime","field":"woken"},
       {"type":"int64","name":"io.debezium.time.MicroTimestamp","field":"seen"},
       {"type":"string","name":"io.debezium.time.ZonedTimestamp","field":"at"}]}""";

  // One at a time in a short change, so that what is changed is most often the value.
  private static final String[] COLUMN = {
    "\"balance\":{\"scale\":-2,\"value\":\"B8Y=\"}",
    "\"balance\":1.5e-3",
    "\"born\":-719162",
    "\"born\":\"2000-02-29Z\"",
    "\"woken\":86399999999",
    "\"seen\":\"2001-01-01T00:47:00.123456Z\"",
    "\"at\":-1",
    "\"active\":true",
    "\"score\":\"-Infinity\"",
    "\"blob\":\"\"",
    "\"name\":\"__debezium_unavailable_value\""
  };

  private DebeziumTargets() {}

  static DecoderTarget json() {
    String after = COLUMNS.formatted("{\"scale\":2,\"value\":\"B8Y=\"}");
    String payload =
        "{\"before\":null,\"after\":"
            + COLUMNS.formatted("\"B8Y=\"")
            + ","
            + SOURCE
            + ",\"op\":\"u\"}";
    List<byte[]> records = new ArrayList<>();
    records.addAll(
        bytes(
            "{\"before\":null,\"after\":" + after + "," + SOURCE + ",\"op\":\"c\"}",
            "{\"before\":{\"id\":1},\"after\":null," + SOURCE + ",\"op\":\"d\"}",
            "{\"schema\":{\"type\":\"struct\",\"fields\":["
                + SCHEMA_PART.formatted("before")
                + ","
                + SCHEMA_PART.formatted("after")
                + "]},\"payload\":"
                + payload.replace("978310020123,", "\"2001-01-01T00:47:00Z\",")
                + "}"));
    for (String each : COLUMN) {
      records.addAll(
          bytes("{\"op\":\"c\",\"after\":{\"id\":1,\"name\":\"\"," + each + "},\"source\":{}}"));
    }
    return target("debezium", CHANGES, records);
  }

  static DecoderTarget flattened() {
    String flat =
        COLUMNS.formatted("12.5").replace("}", ",\"__op\":\"u\",\"__source_ts_ms\":1559033904863}");
    return target(
        "debezium-flattened",
        CHANGES.flattened(),
        bytes(flat, flat.replace("\"__op\":\"u\"", "\"__deleted\":\"true\"")));
  }

  static DecoderTarget avro() {
    AvroFormat avro = AvroFormat.of().withDecimals(38, 2).withRegistry(new MemoryRegistry());
    Schema source =
        Schema.builder()
            .addInt64Field("ts_ms")
            .addStringField("table")
            .addInt64Field("lsn")
            .build();
    Schema change =
        Schema.builder()
            .addNullableField("before", FieldType.row(TABLE))
            .addNullableField("after", FieldType.row(TABLE))
            .addRowField("source", source)
            .addStringField("op")
            .build();
    Row columns =
        Row.withSchema(TABLE)
            .attachValues(
                Arrays.asList(
                    1,
                    "Anne",
                    new BigDecimal("19.90"),
                    LocalDate.of(2001, 1, 31),
                    LocalTime.of(1, 0),
                    java.time.Instant.parse("2001-01-01T00:47:00.123456Z"),
                    org.joda.time.Instant.parse("2001-01-01T00:47:00Z"),
                    true,
                    0.5,
                    new byte[] {1}));
    Row from = Row.withSchema(source).addValues(1_559_033_904_863L, "customers", 7L).build();
    RowEncoder encoder = avro.withSubject("s").encoder(change);
    List<byte[]> records = new ArrayList<>();
    try {
      records.add(encoder.encode(change(change, null, columns, from, "c")));
      records.add(encoder.encode(change(change, columns, null, from, "d")));
    } catch (UnwritableException e) {
      throw new AssertionError(e);
    }
    return target("debezium-avro", CHANGES.over(avro), records);
  }

  private static Row change(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static DecoderTarget target(String name, DebeziumFormat format, List<byte[]> seeds) {
    Schema schema = format.schema();
    // Changes are the database's: the format does not write them.
    return new DecoderTarget(name, schema, format.decoder(schema), null, seeds);
  }

  private static List<byte[]> bytes(String... texts) {
    List<byte[]> all = new ArrayList<>();
    for (String each : texts) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }
}
