package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.testing.Leftovers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.Test;

public class BoundedTopicSourceTest {

  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();
  private static final long TIME = 1_600_000_000_000L;
  private static final Schema SCHEMA = Schema.builder().addInt64Field("id").build();

  @Test
  public void read_skewedAndEmptyPartitions_isAllOfThem() throws Exception {
    String topic = TestBroker.topic(3);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int id = 0; id < 25_000; id++) {
      records.add(record(topic, 0, TIME + id, "" + id));
    }
    records.add(record(topic, 2, TIME, "alone"));
    TestBroker.write(records);
    BoundedTopicSource source = source(topic, KafkaStart.earliest());

    assertThat(source.getEstimatedSizeBytes(OPTIONS), equalTo(25_001L * 1024));
    List<String> expected = new ArrayList<>();
    for (int id = 0; id < 25_000; id++) {
      expected.add("0 " + id + " " + id);
    }
    expected.add("2 0 alone");
    assertThat(read(source), equalTo(expected));

    // Two parts of the big partition, which together are the whole.
    List<BoundedTopicSource> parts = source.split(1 << 20, OPTIONS);
    assertThat(parts.size(), equalTo(3));
    List<String> together = new ArrayList<>();
    for (BoundedTopicSource part : parts) {
      together.addAll(read(part));
    }
    assertThat(together, equalTo(expected));
  }

  @Test
  public void read_recordsWrittenSinceTheSplit_areNotRead() throws Exception {
    String topic = TestBroker.topic(1);
    TestBroker.write(record(topic, 0, TIME, "before"));
    List<BoundedTopicSource> parts =
        source(topic, KafkaStart.earliest()).split(Long.MAX_VALUE, OPTIONS);
    TestBroker.write(record(topic, 0, TIME, "after"));
    assertThat(parts.size(), equalTo(1));
    assertThat(read(parts.get(0)), equalTo(List.of("0 0 before")));
  }

  @Test
  public void read_startAtATime_beginsThere() throws Exception {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        record(topic, 0, TIME, "a"),
        record(topic, 0, TIME + 10, "b"),
        record(topic, 0, TIME + 5, "c"),
        record(topic, 1, TIME, "d"));
    assertThat(
        read(source(topic, KafkaStart.at(Instant.ofEpochMilli(TIME + 1)))),
        equalTo(List.of("0 1 b", "0 2 c")));
  }

  @Test
  public void read_emptyTopic_isNothing() throws Exception {
    BoundedTopicSource source = source(TestBroker.topic(2), KafkaStart.earliest());
    assertThat(read(source), equalTo(List.of()));
    List<BoundedTopicSource> parts = source.split(1, OPTIONS);
    assertThat(parts.size(), equalTo(1));
    assertThat(read(parts.get(0)), equalTo(List.of()));
  }

  @Test
  public void read_transactions_endsBehindTheirMarkersAndBeforeAnOpenOne() throws Exception {
    String topic = TestBroker.topic(1);
    try (Producer<byte[], byte[]> producer =
        TestBroker.producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      for (String each : List.of("a", "b")) {
        producer.beginTransaction();
        producer.send(record(topic, 0, TIME, each));
        producer.commitTransaction();
      }
      producer.beginTransaction();
      producer.send(record(topic, 0, TIME, "aborted"));
      producer.flush();
      producer.abortTransaction();
      assertThat(read(source(topic, KafkaStart.earliest())), equalTo(List.of("0 0 a", "0 2 b")));
      producer.beginTransaction();
      producer.send(record(topic, 0, TIME, "open"));
      producer.flush();
      assertThat(read(source(topic, KafkaStart.earliest())), equalTo(List.of("0 0 a", "0 2 b")));
      producer.abortTransaction();
    }
  }

  @Test
  public void read_compactedTopic_endsBehindItsGaps() throws Exception {
    String topic =
        TestBroker.topic(
            1,
            Map.of(
                "cleanup.policy", "compact",
                "min.cleanable.dirty.ratio", "0.01",
                "segment.ms", "100",
                "min.compaction.lag.ms", "0"));
    TestBroker.write(keyed(topic, "a", "1"), keyed(topic, "b", "2"), keyed(topic, "a", "3"));
    // A new segment lets the broker compact the ones before; it begins with a record that is later.
    Leftovers.await(
        "the compaction",
        () -> {
          TestBroker.write(keyed(topic, "end", "x"));
          return !offsets(topic).contains(0L);
        });
    List<String> read = read(source(topic, KafkaStart.earliest()));
    // More of the ends may be compacted while this is looked at, but not the last one.
    assertThat(read.subList(0, 2), equalTo(List.of("0 1 2", "0 2 3")));
    assertThat(read.get(read.size() - 1), equalTo("0 " + Collections.max(offsets(topic)) + " x"));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, long time, String value) {
    return TestBroker.record(topic, partition, time, null, value);
  }

  private static ProducerRecord<byte[], byte[]> keyed(String topic, String key, String value) {
    return TestBroker.record(topic, 0, System.currentTimeMillis(), key, value);
  }

  private static BoundedTopicSource source(String topic, KafkaStart start) {
    ReadConsumers consumers =
        new ReadConsumers("r", TestBroker.connection(), start, null, false, false);
    RecordShape shape = new RecordShape(JsonFormat.of(), SCHEMA, null, Tombstones.malformed());
    return new BoundedTopicSource(
        consumers, TopicSelection.of(List.of(topic)), shape, start, Duration.ofDays(1), null);
  }

  /** Partition, offset and value of all records. */
  private static List<String> read(BoundedSource<KafkaRecord<byte[], RecordValue>> source)
      throws Exception {
    List<String> all = new ArrayList<>();
    try (BoundedReader<KafkaRecord<byte[], RecordValue>> reader = source.createReader(OPTIONS)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        KafkaRecord<byte[], RecordValue> record = reader.getCurrent();
        all.add(
            record.getPartition()
                + " "
                + record.getOffset()
                + " "
                + new String(record.getKV().getValue().bytes(), StandardCharsets.UTF_8));
        assertThat(reader.getCurrentTimestamp().getMillis(), equalTo(record.getTimestamp()));
      }
    }
    return all;
  }

  private static Set<Long> offsets(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    Set<Long> offsets = new TreeSet<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            TestBroker.connection().properties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> offsets.add(record.offset()));
      }
    }
    return offsets;
  }
}
