package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a test finds in a topic. */
final class Written {

  private Written() {}

  /** All committed records of a topic. */
  static List<ConsumerRecord<byte[], byte[]>> records(KafkaConnection connection, String topic)
      throws IOException {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (TopicReader reader = TopicReader.toEnd(connection, topic)) {
      for (ConsumerRecord<byte[], byte[]> next = reader.next();
          next != null;
          next = reader.next()) {
        all.add(next);
      }
    }
    return all;
  }

  /** Their keys and values as text, {@code key=value}, sorted. */
  static List<String> texts(KafkaConnection connection, String topic) throws IOException {
    return records(connection, topic).stream()
        .map(record -> text(record.key()) + "=" + text(record.value()))
        .sorted()
        .toList();
  }

  static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
