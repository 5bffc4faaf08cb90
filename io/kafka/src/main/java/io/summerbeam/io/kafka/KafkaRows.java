package io.summerbeam.io.kafka;

/**
 * Rows in topics.
 *
 * <pre>{@code
 * totals.apply(KafkaRows.write(connection, "totals").withKeyFields("category"));
 * }</pre>
 */
public final class KafkaRows {

  private KafkaRows() {}

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
