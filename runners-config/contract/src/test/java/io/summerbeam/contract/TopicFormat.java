package io.summerbeam.contract;

import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.io.kafka.ReadKafkaRows;
import io.summerbeam.io.kafka.Tombstones;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.DebeziumFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.ProtobufFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.registry.SchemaRegistry;
import java.util.Base64;
import java.util.Locale;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** What the values of a topic are written in, besides JSON alone. */
enum TopicFormat {
  // Its n may not be null, that of the Rows may.
  AVRO("Avro with a registry") {
    @Override
    RowFormat with(SchemaRegistry registry) {
      return AvroFormat.of().withWriterSchema(WRITER).withRegistry(registry);
    }
  },
  JSON_SCHEMA("JSON Schema with a registry") {
    @Override
    RowFormat with(SchemaRegistry registry) {
      return JsonFormat.of().withRegistry(registry);
    }
  },
  PROTOBUF("Protobuf with a registry's header") {
    @Override
    Schema schema() {
      return KEYED;
    }

    @Override
    RowFormat with(SchemaRegistry registry) {
      return ProtobufFormat.of(Base64.getDecoder().decode(DESCRIPTORS), "contract.Fed")
          .withSchemaId(PROTOBUF_ID);
    }
  },
  CSV("CSV") {
    @Override
    RowFormat with(SchemaRegistry registry) {
      return CsvFormat.of();
    }
  },
  DEBEZIUM("Debezium's changes") {
    @Override
    Schema schema() {
      return CHANGES.schema();
    }

    @Override
    RowFormat with(SchemaRegistry registry) {
      return CHANGES;
    }

    @Override
    ReadKafkaRows reading(ServerPlaces places) {
      return super.reading(places)
          .withEventTime(EventTime.ofField(DebeziumFormat.TIME))
          .withTombstones(
              Tombstones.rowsOfKey(CHANGES.keys(), "key").withFlag(DebeziumFormat.DELETED));
    }
  };

  /** What is in the Rows of {@link ContractCase}, but a decimal, which Protobuf has none of. */
  static final Schema KEYED =
      Schema.builder().addStringField("key").addNullableField("n", FieldType.INT64).build();

  private static final DebeziumFormat CHANGES = DebeziumFormat.ofTable(ContractCase.INPUT, "key");

  private static final String WRITER =
      """
      {"type":"record","name":"Fed","fields":[
        {"name":"key","type":"string"},
        {"name":"n","type":"long"},
        {"name":"m","type":["null",
          {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}],"default":null}]}
      """;

  /** What protoc makes of proto3 with a message Fed { string key = 1; int64 n = 2; }. */
  private static final String DESCRIPTORS =
      "CkQKCWZlZC5wcm90bxIIY29udHJhY3QiJQoDRmVkEhAKA2tleRgBIAEoCVIDa2V5"
          + "EgwKAW4YAiABKANSAW5iBnByb3RvMw==";

  // Its readers ask no registry for it.
  private static final int PROTOBUF_ID = 7;

  /** How it stands in the portability table. */
  final String title;

  TopicFormat(String title) {
    this.title = title;
  }

  /** Of the Rows that are read and written. */
  Schema schema() {
    return ContractCase.INPUT;
  }

  /** The format, with a registry where it needs one. */
  abstract RowFormat with(SchemaRegistry registry);

  /** The topic with records to read. */
  String topic() {
    return "fed_" + name().toLowerCase(Locale.ROOT);
  }

  /** What reads that topic. */
  ReadKafkaRows reading(ServerPlaces places) {
    return KafkaRows.read(places.connection(), topic())
        .withSchema(schema())
        .withFormat(with(places.registry()));
  }
}
