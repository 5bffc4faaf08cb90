package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * What became of the letters of a topic: a compacted topic beside it, whose keys are letters and
 * whose values are codes of a {@link LetterStatus}. A letter that is not in it is open.
 */
final class LetterStates {

  /** Behind the name of the letters' topic. */
  static final String SUFFIX = ".replays";

  private final String topic;
  private final Map<String, LetterStatus> states = new HashMap<>();

  private LetterStates(String topic) {
    this.topic = topic;
  }

  /**
   * Reads them; without the topic every letter is open.
   *
   * @throws IOException if the brokers do not answer, or refuse
   */
  static LetterStates read(KafkaConnection connection, String lettersTopic) throws IOException {
    LetterStates states = new LetterStates(lettersTopic + SUFFIX);
    if (topics(connection, states.topic).contains(states.topic)) {
      try (TopicReader reader = TopicReader.ofPresent(connection, states.topic)) {
        for (ConsumerRecord<byte[], byte[]> record = reader.next();
            record != null;
            record = reader.next()) {
          states.take(record);
        }
      }
    }
    return states;
  }

  /**
   * Makes the topic where there is none.
   *
   * @throws IOException if it cannot be made, or there is no topic of letters either
   */
  static void create(KafkaConnection connection, String lettersTopic) throws IOException {
    String topic = lettersTopic + SUFFIX;
    Set<String> present = topics(connection, topic);
    // Who may not make topics may have been given this one.
    if (present.contains(topic)) {
      return;
    }
    if (!present.contains(lettersTopic)) {
      throw TopicReader.absent(lettersTopic);
    }
    // One partition: a transaction that claims letters writes to few of them.
    NewTopic compacted =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin = StoreClients.admin(connection)) {
      admin.createTopics(List.of(compacted)).all().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (!(cause instanceof TopicExistsException)) {
        throw new IOException(
            "The topic '"
                + topic
                + "', which holds what became of dead letters, cannot be made ("
                + (cause == null ? e : cause).getClass().getSimpleName()
                + "). Make it yourself: one partition, cleanup.policy=compact.",
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the topic '" + topic + "' was made.", e);
    }
  }

  /** What a letter is called in it; copies are called the same. */
  static String keyOf(DeadLetter letter) {
    return letter.id() + "/" + letter.attempts();
  }

  /** The status of a letter. */
  LetterStatus of(String key) {
    return states.getOrDefault(key, LetterStatus.OPEN);
  }

  /** Notes what was committed. */
  void put(String key, LetterStatus status) {
    states.put(key, status);
  }

  /** The record that makes a letter have a status. */
  ProducerRecord<byte[], byte[]> record(String key, LetterStatus status) {
    return new ProducerRecord<>(topic, utf8(key), utf8(status.code()));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      states.remove(key);
      return;
    }
    try {
      states.put(key, LetterStatus.ofCode(new String(record.value(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      // Of a newer version: better left alone than delivered twice.
      states.put(key, LetterStatus.PARKED);
    }
  }

  private static Set<String> topics(KafkaConnection connection, String topic) throws IOException {
    try (Admin admin = StoreClients.admin(connection)) {
      return admin.listTopics().names().get();
    } catch (ExecutionException | KafkaException e) {
      throw BrokerFailure.of(connection, "The topic '" + topic + "' cannot be looked for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the topic '" + topic + "' was looked for.", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
