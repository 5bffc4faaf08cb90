package io.summerbeam.contract;

import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.io.kafka.ReadKafkaRows;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.transforms.conform.Conform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Instant;

/**
 * Records of Kafka in each {@link TopicFormat}: those of {@link FedFormats} read, of which the dead
 * letters have their bytes in hexadecimal; and those of {@link ContractCase} written, as the format
 * reads them again. Kafka has no timestamp for the last one of these.
 */
enum FormatCase implements ServedCase {
  READ_AVRO(
      TopicFormat.AVRO,
      true,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T01:00:00Z {\"key\":\"a\",\"n\":2,\"m\":0.10}",
      "2001-01-01T02:00:00Z {\"key\":\"b\",\"n\":-3,\"m\":null}",
      "2001-01-01T03:00:00Z KafkaRows.read malformed avro-registry 007fffffff02640800"
          + " fed_avro partition 0 (offset 3)",
      "2001-01-01T04:00:00Z KafkaRows.read malformed avro-registry 0000000001026408"
          + " fed_avro partition 0 (offset 4)"),
  // The schema of the writer does not allow the null.
  WRITE_AVRO(
      TopicFormat.AVRO,
      false,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.10}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:00:00Z {\"key\":\"b\",\"n\":-3,\"m\":2.00}",
      "2001-01-01T23:30:00Z KafkaRows.write sink_rejected {\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}"),
  READ_JSON_SCHEMA(
      TopicFormat.JSON_SCHEMA,
      true,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T01:00:00Z {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z {\"key\":\"b\",\"n\":null,\"m\":2}",
      "2001-01-01T03:00:00Z KafkaRows.read malformed json-registry 7b226b6579223a2264227d"
          + " fed_json_schema partition 0 (offset 3)",
      "2001-01-01T04:00:00Z KafkaRows.read malformed json-registry 00000000037b226b6579223a"
          + " fed_json_schema partition 0 (offset 4)"),
  WRITE_JSON_SCHEMA(
      TopicFormat.JSON_SCHEMA,
      false,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:00:00Z {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "2001-01-01T23:30:00Z {\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}"),
  READ_PROTOBUF(
      TopicFormat.PROTOBUF,
      true,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1}",
      "2001-01-01T01:00:00Z {\"key\":\"b\",\"n\":-3}",
      "2001-01-01T02:00:00Z KafkaRows.read malformed protobuf-registry 000000000702020a0164"
          + " fed_protobuf partition 0 (offset 2)",
      "2001-01-01T03:00:00Z KafkaRows.read malformed protobuf-registry 0000000007000a0264"
          + " fed_protobuf partition 0 (offset 3)"),
  // A number of proto3 cannot be null.
  WRITE_PROTOBUF(
      TopicFormat.PROTOBUF,
      false,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1}",
      "2001-01-01T23:00:00Z {\"key\":\"b\",\"n\":-3}",
      "2001-01-01T23:30:00Z KafkaRows.write sink_rejected {\"key\":\"b\",\"n\":null}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7}"),
  READ_CSV(
      TopicFormat.CSV,
      true,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T01:00:00Z {\"key\":\"b\",\"n\":null,\"m\":2}",
      "2001-01-01T02:00:00Z {\"key\":\"c\",\"n\":7,\"m\":null}",
      "2001-01-01T03:00:00Z KafkaRows.read malformed csv 642c34 fed_csv partition 0 (offset 3)",
      "2001-01-01T04:00:00Z KafkaRows.read malformed csv 22642c342c fed_csv partition 0 (offset"
          + " 4)"),
  WRITE_CSV(
      TopicFormat.CSV,
      false,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:00:00Z {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "2001-01-01T23:30:00Z {\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}"),
  // At the times of the database, but where it said none.
  READ_DEBEZIUM(
      TopicFormat.DEBEZIUM,
      true,
      "2000-12-31T23:59:59Z {\"key\":\"a\",\"n\":1,\"m\":1.50,\"__op\":\"c\",\"__deleted\":false,"
          + "\"__source_ts_ms\":978307199000,\"__position\":1}",
      "2001-01-01T00:59:59Z {\"key\":\"a\",\"n\":2,\"m\":0.1,\"__op\":\"u\",\"__deleted\":false,"
          + "\"__source_ts_ms\":978310799000,\"__position\":2}",
      "2001-01-01T01:59:59Z {\"key\":\"a\",\"n\":null,\"m\":null,\"__op\":\"d\","
          + "\"__deleted\":true,\"__source_ts_ms\":978314399000,\"__position\":3}",
      "2001-01-01T03:00:00Z {\"key\":\"a\",\"n\":null,\"m\":null,\"__op\":null,"
          + "\"__deleted\":true,\"__source_ts_ms\":null,\"__position\":null}",
      "2001-01-01T04:00:00Z KafkaRows.read malformed debezium 7b226f70223a2274227d"
          + " fed_debezium partition 0 (offset 4)",
      "2001-01-01T05:00:00Z KafkaRows.read malformed debezium 7b226f70223a226322"
          + " fed_debezium partition 0 (offset 5)");

  private final TopicFormat format;
  private final boolean reads;
  private final List<String> expected;

  FormatCase(TopicFormat format, boolean reads, String... expected) {
    this.format = format;
    this.reads = reads;
    this.expected = Stream.of(expected).sorted().toList();
  }

  @Override
  public String title() {
    return (reads ? "KafkaRows.read, " : "KafkaRows.write, ") + format.title;
  }

  @Override
  public List<String> expected() {
    return expected;
  }

  @Override
  public boolean endless() {
    return reads;
  }

  /** Whether it needs a topic of its own in each mode. */
  boolean writes() {
    return !reads;
  }

  @Override
  public PCollectionList<String> build(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
    return reads ? read(pipeline, places) : write(pipeline, input, places);
  }

  private PCollectionList<String> read(Pipeline pipeline, ServerPlaces places) {
    ReadKafkaRows stream = format.reading(places);
    ReadKafkaRows reading = places.mode().isEndless(this) ? stream : stream.bounded();
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows;
    try (dead) {
      rows = pipeline.apply(reading.withDeadLetters(dead));
    }
    return PCollectionList.of(ServerLines.of(rows)).and(ServerLines.ofBytes(dead));
  }

  private PCollectionList<String> write(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
    return ServerLines.rejected(
        pipeline,
        dead ->
            input
                .apply(pipeline)
                .apply(Conform.to(format.schema()))
                .apply(
                    KafkaRows.write(places.connection(), places.nameOf(this))
                        .withFormat(format.with(places.registry()))
                        .withDeadLetters(dead)));
  }

  @Override
  public List<String> found(ServerPlaces places) {
    return reads ? List.of() : written(places);
  }

  private List<String> written(ServerPlaces places) {
    String topic = places.nameOf(this);
    RowDecoder decoder = format.with(places.registry()).forTopic(topic).decoder(format.schema());
    List<String> lines = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : places.records(topic, new ByteArrayDeserializer())) {
      try {
        lines.add(
            ServerLines.of(decoder.decode(each.value()), Instant.ofEpochMilli(each.timestamp())));
      } catch (MalformedException e) {
        throw new IllegalStateException(e);
      }
    }
    return lines;
  }
}
