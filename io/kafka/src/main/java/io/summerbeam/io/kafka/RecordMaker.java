package io.summerbeam.io.kafka;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.internals.Topic;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes records of rows, on the worker. Of one thread. */
final class RecordMaker {

  // An encoder may hold a schema and buffers; a field may hold anything.
  private static final int MOST_ENCODERS = 1000;

  private final RecordFields fields;
  private final Schema schema;
  private final Predicate<String> absentTopic;
  private final int topicIndex;
  private final int partitionIndex;
  private final int[] keyIndexes;
  private final Schema keySchema;
  private final @Nullable RowEncoder keyEncoder;
  private final int headersIndex;
  private final String[] headerNames;
  private final int[] headerIndexes;
  private final FieldType[] headerTypes;
  private final Map<String, RowEncoder> encoders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RowEncoder> eldest) {
          return size() > MOST_ENCODERS;
        }
      };

  /**
   * @param absentTopic whether a topic is not there; asked of those that rows name, now and then
   */
  RecordMaker(RecordFields fields, Schema schema, Predicate<String> absentTopic) {
    this.fields = fields;
    this.schema = schema;
    this.absentTopic = absentTopic;
    String topicField = fields.topicField();
    this.topicIndex = topicField == null ? -1 : schema.indexOf(topicField);
    String partitionField = fields.partitionField();
    this.partitionIndex = partitionField == null ? -1 : schema.indexOf(partitionField);
    this.keyIndexes = fields.keyFields().stream().mapToInt(schema::indexOf).toArray();
    this.keySchema =
        Schema.of(fields.keyFields().stream().map(schema::getField).toArray(Schema.Field[]::new));
    this.keyEncoder = keyIndexes.length > 1 ? JsonFormat.of().encoder(keySchema) : null;
    String headersField = fields.headersField();
    this.headersIndex = headersField == null ? -1 : schema.indexOf(headersField);
    this.headerNames = fields.headers().keySet().toArray(String[]::new);
    this.headerIndexes = fields.headers().values().stream().mapToInt(schema::indexOf).toArray();
    this.headerTypes =
        fields.headers().values().stream()
            .map(field -> schema.getField(field).getType())
            .toArray(FieldType[]::new);
  }

  /**
   * Makes a record.
   *
   * @throws UnwritableException if a format has no form for the row
   * @throws RejectedException if the row has no valid topic, partition or time
   */
  ProducerRecord<byte[], byte[]> make(Row row, Instant time)
      throws UnwritableException, RejectedException {
    String topic = topic(row);
    return new ProducerRecord<>(
        topic, partition(row), timestamp(time), key(row), encoder(topic).encode(row), headers(row));
  }

  private String topic(Row row) throws RejectedException {
    String topic = topicIndex < 0 ? fields.topic() : row.getValue(topicIndex);
    if (topic == null) {
      throw new RejectedException(
          "the field '" + fields.topicField() + "', which names the topic, is null");
    }
    return topic;
  }

  private @Nullable Integer partition(Row row) throws RejectedException {
    Integer partition = partitionIndex < 0 ? null : row.getValue(partitionIndex);
    if (partition != null && partition < 0) {
      throw new RejectedException(
          "the field '" + fields.partitionField() + "', which numbers the partition, is negative");
    }
    return partition;
  }

  /** Null where there is no time: the producer takes its own then. */
  private @Nullable Long timestamp(Instant time) throws RejectedException {
    if (!fields.eventTime() || !isTime(time)) {
      return null;
    }
    if (time.getMillis() < 0) {
      throw new RejectedException(
          "the event time is before 1970, which Kafka has no timestamp for (withTimeOfWriting"
              + " writes it with another one)");
    }
    return time.getMillis();
  }

  /** Whether it is a time: Beam has two that are none. */
  static boolean isTime(Instant time) {
    return time.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)
        && time.isBefore(GlobalWindow.INSTANCE.maxTimestamp());
  }

  private byte @Nullable [] key(Row row) throws UnwritableException {
    if (keyEncoder != null) {
      List<@Nullable Object> values = new ArrayList<>(keyIndexes.length);
      for (int index : keyIndexes) {
        values.add(row.getValue(index));
      }
      return keyEncoder.encode(Row.withSchema(keySchema).attachValues(values));
    }
    Object value = keyIndexes.length == 0 ? null : row.getValue(keyIndexes[0]);
    return value == null ? null : FieldText.of(value, keySchema.getField(0).getType());
  }

  private List<Header> headers(Row row) {
    List<Header> headers = new ArrayList<>(headerNames.length);
    Map<String, String> map = headersIndex < 0 ? null : row.getValue(headersIndex);
    if (map != null) {
      for (Header header : HeaderList.of(map)) {
        if (!isOfTheJob(header.key())) {
          headers.add(header);
        }
      }
    }
    for (int i = 0; i < headerNames.length; i++) {
      Object value = row.getValue(headerIndexes[i]);
      if (value != null) {
        headers.add(new RecordHeader(headerNames[i], FieldText.of(value, headerTypes[i])));
      }
    }
    return headers;
  }

  // How often a record was tried is counted by the job that read it. Who reads what is written here
  // would go on from another one's attempts.
  private static boolean isOfTheJob(String header) {
    return KafkaReplayTarget.REPLAY_HEADERS.contains(header) || RetryHeaders.isOne(header);
  }

  private RowEncoder encoder(String topic) throws RejectedException {
    RowEncoder encoder = encoders.get(topic);
    if (encoder == null) {
      if (topicIndex >= 0) {
        checkNamed(topic);
      }
      encoder = fields.format().forTopic(topic).encoder(schema);
      encoders.put(topic, encoder);
    }
    return encoder;
  }

  // An encoder may register a schema, and a subject for each text that a row has for a topic would
  // stay in the registry.
  private void checkNamed(String topic) throws RejectedException {
    if (!Topic.isValid(topic)) {
      throw RejectedException.ofTopicName(null);
    }
    if (absentTopic.test(topic)) {
      throw RejectedException.ofAbsentTopic(null);
    }
  }
}
