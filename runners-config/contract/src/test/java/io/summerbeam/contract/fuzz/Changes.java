package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.DebeziumFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.transforms.validate.Validate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/** Changes of a table, as Debezium writes them: with their schema and without, and in Avro. */
final class Changes {

  private static final Schema CUSTOMER =
      Schema.builder()
          .addInt32Field("id")
          .addStringField("name")
          .addNullableField("balance", FieldType.DECIMAL)
          .addNullableField("born", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("seen", FieldType.logicalType(new MicrosInstant()))
          .addNullableField("active", FieldType.BOOLEAN)
          .addNullableField("score", FieldType.DOUBLE)
          .build();

  private static final DebeziumFormat CHANGES =
      DebeziumFormat.ofTable(CUSTOMER, "id")
          .withMetadata("source.table", FieldType.STRING)
          .withMetadata("transaction.total_order", FieldType.INT64);

  private static final String ROW =
      "{\"id\":1,\"name\":\""
          + Events.SECRET
          + "\",\"balance\":%s,\"born\":11353,\"seen\":978310020123456,\"active\":1,"
          + "\"score\":\"NaN\"}";

  private static final String SOURCE =
      "\"source\":{\"connector\":\"postgresql\",\"ts_ms\":1559033904863,\"table\":\"customers\","
          + "\"lsn\":24023128,\"file\":\"bin.000003\",\"pos\":484},\"transaction\":{\"id\":\"7:1\","
          + "\"total_order\":3}";

  private static final String COLUMNS =
      "{\"type\":\"struct\",\"optional\":true,\"field\":\"%s\",\"fields\":[{\"type\":\"bytes\","
          + "\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":"
          + "{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"},\"field\":\"balance\"},{\"type\":"
          + "\"int32\",\"name\":\"io.debezium.time.Date\",\"field\":\"born\"},{\"type\":\"int64\","
          + "\"name\":\"io.debezium.time.MicroTimestamp\",\"field\":\"seen\"}]}";

  private Changes() {}

  static Lane json() {
    String after = ROW.formatted("{\"scale\":2,\"value\":\"B8Y=\"}");
    String create = "{\"before\":null,\"after\":" + after + "," + SOURCE + ",\"op\":\"c\"}";
    String delete = "{\"before\":{\"id\":1},\"after\":null," + SOURCE + ",\"op\":\"d\"}";
    String enveloped =
        "{\"schema\":{\"type\":\"struct\",\"fields\":["
            + COLUMNS.formatted("before")
            + ","
            + COLUMNS.formatted("after")
            + "]},\"payload\":{\"before\":null,\"after\":"
            + ROW.formatted("\"B8Y=\"")
            + ","
            + SOURCE
            + ",\"op\":\"u\"}}";
    return lane(CHANGES, bytes(create, delete, enveloped), TextMutations.ALL, HugeMutations.TEXT);
  }

  static Lane flattened() {
    String flat =
        ROW.formatted("12.5").replace("}", ",\"__op\":\"u\",\"__source_ts_ms\":1559033904863}");
    return lane(
        CHANGES.flattened(),
        bytes(flat, flat.replace("\"__op\":\"u\"", "\"__deleted\":\"true\"")),
        TextMutations.ALL,
        HugeMutations.TEXT,
        "debezium-flattened");
  }

  static Lane avro(Schemas registry) {
    AvroFormat avro = AvroFormat.of().withDecimals(38, 2).withRegistry(registry);
    Schema source = Schema.builder().addInt64Field("ts_ms").addStringField("table").build();
    Schema change =
        Schema.builder()
            .addNullableField("before", FieldType.row(CUSTOMER))
            .addNullableField("after", FieldType.row(CUSTOMER))
            .addRowField("source", source)
            .addStringField("op")
            .build();
    Row customer =
        Row.withSchema(CUSTOMER)
            .attachValues(
                Arrays.asList(
                    1,
                    Events.SECRET,
                    new BigDecimal("19.90"),
                    LocalDate.of(2001, 1, 31),
                    java.time.Instant.parse("2001-01-01T00:47:00.123456Z"),
                    true,
                    0.5));
    Row from = Row.withSchema(source).addValues(1_559_033_904_863L, "customers").build();
    RowEncoder encoder = avro.withSubject("changes").encoder(change);
    List<byte[]> records = new ArrayList<>();
    try {
      for (String op : List.of("c", "u", "d")) {
        records.add(
            encoder.encode(
                Row.withSchema(change)
                    .attachValues(
                        Arrays.asList(
                            op.equals("c") ? null : customer,
                            op.equals("d") ? null : customer,
                            from,
                            op))));
      }
    } catch (UnwritableException e) {
      throw new IllegalStateException(e);
    }
    List<Mutation> mutations = new ArrayList<>(BinaryMutations.ALL);
    mutations.add(BinaryMutations::registryHeader);
    return lane(CHANGES.over(avro), records, mutations, HugeMutations.BINARY);
  }

  private static Lane lane(
      DebeziumFormat format, List<byte[]> records, List<Mutation> mutations, List<Mutation> huge) {
    return lane(format, records, mutations, huge, format.name());
  }

  private static Lane lane(
      DebeziumFormat format,
      List<byte[]> records,
      List<Mutation> mutations,
      List<Mutation> huge,
      String name) {
    return new Lane(
        name,
        format,
        format.schema(),
        EventTime.ofField(DebeziumFormat.TIME),
        Validate.records()
            .expect("balance", "balance == null || balance > decimal('-1000000')")
            .expect("op", "__deleted || name != ''")
            .expect("score", "score == null || score != 0.0"),
        records,
        mutations,
        huge);
  }

  private static List<byte[]> bytes(String... texts) {
    List<byte[]> all = new ArrayList<>();
    for (String each : texts) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }
}
