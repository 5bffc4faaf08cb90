package io.summerbeam.io.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which topics are read: some by their names, or those that match a pattern. */
final class TopicSelection implements Serializable {

  private static final long serialVersionUID = 1;

  // What begins so belongs to Kafka.
  private static final String NOT_INTERNAL = "(?!__)";

  private final List<String> topics;
  private final @Nullable Pattern pattern;
  private final String text;

  private TopicSelection(List<String> topics, @Nullable Pattern pattern, String text) {
    this.topics = topics;
    this.pattern = pattern;
    this.text = text;
  }

  static TopicSelection of(List<String> topics) {
    if (topics.isEmpty() || topics.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "read() must be given the names of topics, but was: " + topics);
    }
    if (new HashSet<>(topics).size() < topics.size()) {
      throw new IllegalArgumentException("read() must be given each topic once, but was: " + topics);
    }
    return new TopicSelection(topics, null, String.join(", ", topics));
  }

  static TopicSelection matching(String pattern) {
    // By itself first: what is wrong is then said of what the user wrote.
    Pattern.compile(pattern);
    return new TopicSelection(
        List.of(), Pattern.compile(NOT_INTERNAL + "(?:" + pattern + ")"), pattern);
  }

  /** The names; none where a pattern was given. */
  List<String> topics() {
    return topics;
  }

  /** What the whole name must match; null where names were given. */
  @Nullable Pattern pattern() {
    return pattern;
  }

  /** The partitions that there are now, in order. */
  List<TopicPartition> partitions(Consumer<?, ?> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    Pattern names = pattern;
    if (names == null) {
      topics.forEach(topic -> addAll(consumer.partitionsFor(topic), partitions));
    } else {
      consumer
          .listTopics()
          .forEach(
              (topic, infos) -> {
                if (names.matcher(topic).matches()) {
                  addAll(infos, partitions);
                }
              });
    }
    if (partitions.isEmpty()) {
      throw new IllegalStateException("No topic matches '" + text + "'. Is the pattern right?");
    }
    partitions.sort(
        Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    return partitions;
  }

  private static void addAll(List<PartitionInfo> infos, List<TopicPartition> partitions) {
    for (PartitionInfo info : infos) {
      partitions.add(new TopicPartition(info.topic(), info.partition()));
    }
  }

  /** The names or the pattern, as they were given. */
  @Override
  public String toString() {
    return text;
  }
}
