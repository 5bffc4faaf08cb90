package io.summerbeam.io.kafka;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Rows in topics of Kafka: {@link #read} and {@link #write}.
 *
 * <pre>{@code
 * rows = pipeline.apply(
 *     KafkaRows.read(connection, "orders")
 *         .withSchema(order)
 *         .withEventTime(EventTime.ofField("placed").withMaxOutOfOrderness(Duration.ofMinutes(1)))
 *         .withGroup("orders-job")
 *         .withDeadLetters(dead));
 * rows.apply(KafkaRows.write(connection, "checked").withKeyFields("id").withDeadLetters(dead));
 * }</pre>
 */
public final class KafkaRows {

  private KafkaRows() {}

  /**
   * Reads topics, as JSON unless another format is given. A schema must be given with {@link
   * ReadKafkaRows#withSchema}.
   *
   * @throws IllegalArgumentException if there is no topic, or the name of one is empty
   */
  public static ReadKafkaRows read(KafkaConnection connection, String... topics) {
    return ReadKafkaRows.of(connection, TopicSelection.of(List.of(topics)));
  }

  /**
   * Reads the topics whose whole name a regular expression matches when the job starts, as {@link
   * #read} does. Those that belong to Kafka itself, {@code __consumer_offsets}, are never meant.
   *
   * @throws PatternSyntaxException if it is no regular expression
   */
  public static ReadKafkaRows readPattern(KafkaConnection connection, String pattern) {
    return ReadKafkaRows.of(connection, TopicSelection.matching(pattern));
  }

  /**
   * Writes to a topic, as JSON unless another format is given.
   *
   * @throws IllegalArgumentException if its name is blank
   */
  public static WriteKafkaRows write(KafkaConnection connection, String topic) {
    return WriteKafkaRows.to(connection, topic);
  }

  /**
   * Writes each row to the topic that a field of it names, as JSON unless another format is given.
   *
   * @param topicField a field of type STRING
   * @throws IllegalArgumentException if its name is blank
   */
  public static WriteKafkaRows writeTo(KafkaConnection connection, String topicField) {
    return WriteKafkaRows.toTopicIn(connection, topicField);
  }
}
