package io.summerbeam.io.kafka;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Rows in topics of Kafka.
 *
 * <pre>{@code
 * rows = pipeline.apply(
 *     KafkaRows.read(connection, "orders")
 *         .withSchema(order)
 *         .withEventTime(EventTime.ofField("placed").withMaxOutOfOrderness(Duration.ofMinutes(1)))
 *         .withGroup("orders-job")
 *         .withDeadLetters(dead));
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
}
