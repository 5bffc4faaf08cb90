package io.summerbeam.contract;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.registry.SchemaRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The records of each {@link TopicFormat} to read, an hour apart: some that are good, and then two
 * that cannot be decoded.
 */
final class FedFormats {

  private static final Instant FIRST = Instant.parse("2001-01-01T00:00:00Z");
  private static final String KEY = "{\"key\":\"a\"}";

  private final SchemaRegistry registry;

  private FedFormats(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** Writes them, and waits until they are there; a registry without schemas knows theirs then. */
  static void writeTo(String bootstrapServers, SchemaRegistry registry) {
    FedFormats fed = new FedFormats(registry);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (TopicFormat format : TopicFormat.values()) {
        Instant time = FIRST;
        for (byte[] value : fed.values(format)) {
          producer.send(
              new ProducerRecord<>(format.topic(), 0, time.getMillis(), utf8(KEY), value));
          time = time.plus(Duration.standardHours(1));
        }
      }
      producer.flush();
    }
  }

  private List<byte[]> values(TopicFormat format) {
    return switch (format) {
      case AVRO ->
          List.of(
              encoded(format, row("a", 1L, "1.50")),
              encoded(format, row("a", 2L, "0.1")),
              // By a writer that knows no m.
              encoded(AvroFormat.of().withRegistry(registry), format.topic(), keyed("b", -3L)),
              // The id of no schema; cut off before m.
              hex("007fffffff02640800"),
              hex("0000000001026408"));
      case JSON_SCHEMA ->
          List.of(
              encoded(format, row("a", 1L, "1.50")),
              encoded(format, row("a", 2L, "0.1")),
              encoded(format, row("b", null, "2")),
              // Without a header; cut off.
              utf8("{\"key\":\"d\"}"),
              hex("00000000037b226b6579223a"));
      case PROTOBUF ->
          List.of(
              encoded(format, keyed("a", 1L)),
              encoded(format, keyed("b", -3L)),
              // Another message of the same file; cut off in the key.
              hex("000000000702020a0164"),
              hex("0000000007000a0264"));
      case CSV ->
          List.of(
              encoded(format, row("a", 1L, "1.50")),
              encoded(format, row("b", null, "2")),
              encoded(format, row("c", 7L, null)),
              // Two columns of three; cut off inside of quotes.
              utf8("d,4"),
              utf8("\"d,4,"));
      case DEBEZIUM ->
          Arrays.asList(
              change(
                  "\"before\":null,\"after\":{\"key\":\"a\",\"n\":1,\"m\":1.50}",
                  "c",
                  978_307_199_000L,
                  1),
              change(
                  "\"before\":null,\"after\":{\"key\":\"a\",\"n\":2,\"m\":0.1}",
                  "u",
                  978_310_799_000L,
                  2),
              change("\"before\":{\"key\":\"a\"},\"after\":null", "d", 978_314_399_000L, 3),
              // The tombstone of the same key.
              null,
              // Of the whole table; cut off.
              utf8("{\"op\":\"t\"}"),
              utf8("{\"op\":\"c\""));
    };
  }

  private byte[] encoded(TopicFormat format, Row row) {
    return encoded(format.with(registry), format.topic(), row);
  }

  private static byte[] encoded(RowFormat format, String topic, Row row) {
    try {
      return format.forTopic(topic).encoder(row.getSchema()).encode(row);
    } catch (UnwritableException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Row row(String key, Long n, String m) {
    return Row.withSchema(ContractCase.INPUT)
        .addValues(key, n, m == null ? null : new BigDecimal(m))
        .build();
  }

  private static Row keyed(String key, long n) {
    return Row.withSchema(TopicFormat.KEYED).addValues(key, n).build();
  }

  private static byte[] change(String rows, String op, long millis, long lsn) {
    return utf8(
        "{"
            + rows
            + ",\"source\":{\"connector\":\"postgresql\",\"ts_ms\":"
            + millis
            + ",\"lsn\":"
            + lsn
            + "},\"op\":\""
            + op
            + "\"}");
  }

  private static byte[] hex(String bytes) {
    return HexFormat.of().parseHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
