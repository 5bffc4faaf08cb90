package io.summerbeam.contract;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaMetadata;
import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.io.kafka.ReadKafkaRows;
import io.summerbeam.sdk.failure.DeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.joda.time.Instant;

/** A topic to read, of which one partition has most, one a record that is cut off, one nothing. */
final class FedRecords {

  static final String TOPIC = "fed";
  static final int PARTITIONS = 3;

  private FedRecords() {}

  /** Writes them, and waits until they are there. */
  static void writeTo(String bootstrapServers) {
    List<ProducerRecord<String, String>> records =
        List.of(
            record(0, "2001-01-01T00:00:00Z", "{\"key\":\"a\",\"n\":1,\"m\":1.50}"),
            record(0, "2001-01-01T00:59:59.999Z", "{\"key\":\"a\",\"n\":2,\"m\":0.1}"),
            record(0, "2001-01-01T23:30:00Z", "{\"key\":\"b\",\"n\":null,\"m\":2}"),
            record(0, "1970-01-01T00:00:00Z", "{\"key\":\"c\",\"n\":7,\"m\":null}"),
            record(2, "2001-01-01T02:00:00Z", "{\"key\":\"a\",\"n\":1,\"m\":1.50}"),
            record(2, "2001-01-01T03:00:00Z", "{\"key\":\"d\",\"n\":"),
            record(2, "2001-01-01T23:00:00Z", "{\"key\":\"b\",\"n\":-3,\"m\":2}"));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      for (ProducerRecord<String, String> each : records) {
        producer.send(each);
      }
      producer.flush();
    }
  }

  /** What reading them must give. */
  static String[] lines() {
    return new String[] {
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50,\"partition\":0,\"offset\":0}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1,\"partition\":0,\"offset\":1}",
      "2001-01-01T23:30:00Z {\"key\":\"b\",\"n\":null,\"m\":2,\"partition\":0,\"offset\":2}",
      "1970-01-01T00:00:00Z {\"key\":\"c\",\"n\":7,\"m\":null,\"partition\":0,\"offset\":3}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50,\"partition\":2,\"offset\":0}",
      "2001-01-01T03:00:00Z KafkaRows.read malformed {\"key\":\"d\",\"n\": fed partition 2 (offset"
          + " 1)",
      "2001-01-01T23:00:00Z {\"key\":\"b\",\"n\":-3,\"m\":2,\"partition\":2,\"offset\":2}"
    };
  }

  static ReadKafkaRows reading(KafkaConnection connection) {
    return KafkaRows.read(connection, TOPIC)
        .withSchema(ContractCase.INPUT)
        .withMetadata(KafkaMetadata.PARTITION, KafkaMetadata.OFFSET);
  }

  /** The lines of what it reads, and of what it cannot. */
  static PCollectionList<String> read(Pipeline pipeline, ReadKafkaRows reading) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows;
    try (dead) {
      rows = pipeline.apply(reading.withDeadLetters(dead));
    }
    return PCollectionList.of(ServerLines.of(rows)).and(ServerLines.of(dead));
  }

  private static ProducerRecord<String, String> record(int partition, String time, String value) {
    return new ProducerRecord<>(TOPIC, partition, Instant.parse(time).getMillis(), null, value);
  }
}
