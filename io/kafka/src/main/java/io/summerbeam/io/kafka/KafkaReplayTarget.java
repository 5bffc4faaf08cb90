package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.source.Provenance;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Topics that replayed records go to: the ones they came from, or one for all. A record has its
 * payload, key and headers again, those of {@link ReplayHeaders} as well, and its event time as
 * timestamp; a record that has none, or one before 1970, which Kafka has no timestamp for, gets the
 * time of the replay. So does every record in a topic with {@code
 * message.timestamp.type=LogAppendTime}, whose brokers put their time in the place of any other. In
 * the topic it came from it goes to the same partition. Brokers delete by the timestamp: where a
 * repair may take longer than the topic keeps records ({@code retention.ms}), a job must be reading
 * it, or it keeps them longer.
 *
 * <p>The records of a {@link KafkaDeadLetterStore} with an equal connection are delivered once;
 * those of other stores at least once.
 *
 * <p>A record that the brokers refuse for good (it is larger than the topic takes, it has no key
 * and the topic is compacted) and one whose own topic or partition is not there any more hold up no
 * other: they are refused, and their letters stay. No topic is made, also where the brokers make
 * those that are asked for ({@code auto.create.topics.enable}).
 */
@AutoValue
public abstract class KafkaReplayTarget implements ReplayTarget {

  private static final long serialVersionUID = 1;

  /** Those of {@link ReplayHeaders}. */
  static final Set<String> REPLAY_HEADERS =
      Set.of(ReplayHeaders.ID, ReplayHeaders.ATTEMPTS, ReplayHeaders.FIRST_FAILURE_TIME);

  /**
   * The topic that each record came from. A record that came from elsewhere is refused, and so is
   * one whose payload is a Row as JSON because its source did not keep the bytes.
   */
  public static KafkaReplayTarget toOriginalTopics(KafkaConnection connection) {
    return new AutoValue_KafkaReplayTarget(connection, null);
  }

  /**
   * One topic for all.
   *
   * @throws IllegalArgumentException if its name is blank
   */
  public static KafkaReplayTarget to(KafkaConnection connection, String topic) {
    return new AutoValue_KafkaReplayTarget(connection, Names.check(topic, "to()", "a topic"));
  }

  abstract KafkaConnection connection();

  abstract @Nullable String topic();

  @Override
  public final @Nullable String refusal(ReplayRecord record) {
    if (record.payload() == null) {
      return "it has no payload";
    }
    if (topic() != null) {
      return null;
    }
    Provenance source = record.source();
    if (source == null || !source.system().equals(Provenance.KAFKA)) {
      return "it did not come from a topic";
    }
    Integer partition = source.partition();
    if (partition != null && partition < 0) {
      return "it did not come from a partition that there can be";
    }
    return DeadLetterFactory.ROW_AS_JSON.equals(record.payloadFormat())
        ? "its payload is a row as JSON, and not what its topic had"
        : null;
  }

  @Override
  public final ReplayWriter open() {
    return new TopicWriter(this);
  }

  /** Whether it is the same cluster with the same rights. */
  final boolean isThrough(KafkaConnection other) {
    return connection().equals(other);
  }

  /** The record, as it goes to its topic. */
  final ProducerRecord<byte[], byte[]> record(ReplayRecord replayed) {
    String topic = topic();
    Provenance source = replayed.source();
    Integer partition = null;
    if (topic == null) {
      if (source == null) {
        throw new IllegalArgumentException(replayed + " did not come from a topic.");
      }
      topic = source.resource();
      partition = source.partition();
    }
    Instant time = replayed.eventTime();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            partition,
            time == null || time.getMillis() < 0 ? null : time.getMillis(),
            replayed.key(),
            replayed.payload());
    addHeaders(replayed.headers(), record.headers());
    return record;
  }

  /** Adds the record's own as they were, but for those of an earlier replay, which go behind. */
  static void addHeaders(Map<String, String> texts, Headers headers) {
    Map<String, String> own = new HashMap<>(texts);
    Map<String, String> ofReplay = new TreeMap<>();
    for (String name : REPLAY_HEADERS) {
      String text = own.remove(name);
      if (text != null) {
        ofReplay.put(name, text);
      }
    }
    HeaderList.of(own).stream()
        .filter(header -> !REPLAY_HEADERS.contains(header.key()))
        .forEach(headers::add);
    ofReplay.forEach((name, text) -> headers.add(HeaderList.of(name, text)));
  }

  @Override
  public final String toString() {
    String topic = topic();
    return (topic == null ? "the topics they came from" : "topic " + topic)
        + " at "
        + connection().servers();
  }
}
