package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** The unbounded form, on a real broker. */
public class ReadKafkaRowsStreamTest {

  private static final Schema SCHEMA = Schema.builder().addInt64Field("id").build();
  private static final Schema COUNT = Schema.builder().addInt64Field("count").build();
  private static final long TIME = 1_600_000_000_000L;

  @Test
  public void read_goodAndBad_areThoseOfTheBoundedForm() throws Exception {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, "k", "{\"id\":1}"),
        TestBroker.record(topic, 1, TIME + 1, "bad", "{"));
    try (RunningRead read = new RunningRead(dead -> read(topic).withDeadLetters(dead))) {
      RunningRead.Timed row = read.awaitRows(1).get(0);
      DeadLetter letter = read.awaitLetters(1).get(0);
      TestBroker.write(TestBroker.record(topic, 1, TIME + 2, null, "{\"id\":3}"));
      List<RunningRead.Timed> rows = read.awaitRows(2);

      assertThat(row.row().getInt64("id"), equalTo(1L));
      assertThat(row.time().getMillis(), equalTo(TIME));
      assertThat(
          Provenance.of(row.row()),
          equalTo(
              Provenance.ofKafka(topic, 0, 0)
                  .withPayload(TestBroker.bytes("{\"id\":1}"), "json")
                  .withKey(TestBroker.bytes("k"))));
      assertThat(letter.source(), equalTo(Provenance.ofKafka(topic, 1, 0)));
      assertThat(letter.payload(), equalTo(TestBroker.bytes("{")));
      assertThat(letter.key(), equalTo(TestBroker.bytes("bad")));
      assertThat(letter.eventTime().getMillis(), equalTo(TIME + 1));
      assertThat(rows.size(), equalTo(2));
      assertThat(rows.get(1).row().getInt64("id"), equalTo(3L));
      assertThat(read.letters().size(), equalTo(1));
    }
  }

  @Test
  public void withEventTime_isThatOfTheField() throws Exception {
    String topic = TestBroker.topic(1);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":" + (TIME - 5) + "}"),
        TestBroker.record(topic, 0, TIME + 1, null, "no json"));
    try (RunningRead read =
        new RunningRead(
            dead -> read(topic).withEventTime(EventTime.ofField("id")).withDeadLetters(dead))) {
      assertThat(read.awaitRows(1).get(0).time().getMillis(), equalTo(TIME - 5));
      assertThat(read.awaitLetters(1).get(0).eventTime().getMillis(), equalTo(TIME + 1));
    }
  }

  @Test
  public void topicOfLogAppendTime_eventTimesAreThoseOfTheBroker() throws Exception {
    String topic = TestBroker.topic(1, Map.of("message.timestamp.type", "LogAppendTime"));
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"),
        TestBroker.record(topic, 0, TIME + 1, null, "no json"));
    List<Long> times =
        Written.records(TestBroker.connection(), topic).stream()
            .map(ConsumerRecord::timestamp)
            .toList();
    assertThat("what the writer said does not count", times.get(0), greaterThan(TIME + 1));
    try (RunningRead read = new RunningRead(dead -> read(topic).withDeadLetters(dead))) {
      assertThat(read.awaitRows(1).get(0).time().getMillis(), equalTo(times.get(0)));
      assertThat(read.awaitLetters(1).get(0).eventTime().getMillis(), equalTo(times.get(1)));
    }
  }

  @Test
  public void watermark_partitionWithoutRecords_doesNotStallAResult() throws Exception {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"),
        TestBroker.record(topic, 0, TIME + 1, null, "{\"id\":2}"));
    assertThat(countedInAWindow(read(topic)), equalTo(2L));
  }

  @Test
  public void watermark_malformedRecordOfABackfill_makesNothingLate() throws Exception {
    String topic = TestBroker.topic(1);
    long uploaded = TIME + Duration.ofDays(3).toMillis();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    // More than Direct reads in a bundle, behind which it asks for the watermark.
    for (int i = 0; i < 50; i++) {
      String value = i == 5 ? "{" : "{\"id\":" + (TIME + i) + "}";
      records.add(TestBroker.record(topic, 0, uploaded + i, null, value));
    }
    TestBroker.write(records);
    assertThat(countedInAWindow(read(topic).withEventTime(EventTime.ofField("id"))), equalTo(49L));
  }

  @Test
  public void watermark_transactionAtTheEnd_doesNotStallAResult() throws Exception {
    String committed = TestBroker.topic(1);
    String aborted = TestBroker.topic(1);
    writeInTransactions(committed, true);
    writeInTransactions(aborted, true, false);
    assertThat(countedInAWindow(read(committed)), equalTo(2L));
    assertThat(countedInAWindow(read(aborted)), equalTo(2L));
  }

  /** Two records in each transaction, whose marker is the last thing in the partition. */
  private static void writeInTransactions(String topic, boolean... commits) {
    try (Producer<byte[], byte[]> producer =
        TestBroker.producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      for (boolean commit : commits) {
        producer.beginTransaction();
        producer.send(TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"));
        producer.send(TestBroker.record(topic, 0, TIME + 1, null, "{\"id\":2}"));
        producer.flush();
        if (commit) {
          producer.commitTransaction();
        } else {
          producer.abortTransaction();
        }
      }
    }
  }

  @Test
  public void withGroup_aJobThatStartsAnew_goesOnBehindWhatIsCommitted() throws Exception {
    String topic = TestBroker.topic(1);
    String group = "g-" + topic;
    AtomicInteger end = new AtomicInteger(10);
    TreeSet<Long> all = new TreeSet<>();
    write(topic, 0, 10);
    try (RunningRead first =
        new RunningRead(dead -> read(topic).withGroup(group).withDeadLetters(dead))) {
      first.awaitRows(10);
      // Direct finishes a bundle when there is one behind it, and may close a reader in between.
      Leftovers.await(
          "the offset of the first bundle",
          () -> {
            int next = end.getAndIncrement();
            write(topic, next, next + 1);
            return committed(group, topic) >= 10;
          });
      all.addAll(ids(first.rows()));
    }
    write(topic, end.get(), end.get() + 1);
    try (RunningRead second =
        new RunningRead(dead -> read(topic).withGroup(group).withDeadLetters(dead))) {
      Leftovers.await("the last record", () -> ids(second.rows()).contains((long) end.get()));
      assertThat(new TreeSet<>(ids(second.rows())).first() >= 10, equalTo(true));
      all.addAll(ids(second.rows()));
    }
    assertThat(List.copyOf(all), equalTo(LongStream.rangeClosed(0, end.get()).boxed().toList()));
  }

  /** -1 where nothing is committed. */
  private static long committed(String group, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestBroker.get().bootstrapServers()))) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? -1 : offset.offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** In the first result. */
  private static long countedInAWindow(ReadKafkaRows reading) throws Exception {
    BoundedOutOfOrderness watermarks =
        BoundedOutOfOrderness.of(Duration.ofSeconds(1)).withIdleAfter(Duration.ofSeconds(2));
    try (RunningRead read =
        new RunningRead(
            dead -> reading.withWatermarks(watermarks).withDeadLetters(dead),
            ReadKafkaRowsStreamTest::countInWindows)) {
      return read.awaitRows(1).get(0).row().getInt64("count");
    }
  }

  private static PCollection<Row> countInWindows(PCollection<Row> rows) {
    return rows.apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
        .apply(Combine.globally(Count.<Row>combineFn()).withoutDefaults())
        .apply(
            MapElements.into(TypeDescriptors.rows())
                .via(count -> Row.withSchema(COUNT).addValue(count).build()))
        .setRowSchema(COUNT);
  }

  @Test
  public void withStart_latestAndAt_readFromThere() throws Exception {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"),
        TestBroker.record(topic, 0, TIME + 10, null, "{\"id\":2}"),
        TestBroker.record(topic, 1, TIME, null, "{\"id\":3}"));
    // In partition 1 there is nothing at that time yet.
    KafkaStart at = KafkaStart.at(Instant.ofEpochMilli(TIME + 10));
    try (RunningRead timed =
            new RunningRead(dead -> read(topic).withStart(at).withDeadLetters(dead));
        RunningRead latest =
            new RunningRead(
                dead -> read(topic).withStart(KafkaStart.latest()).withDeadLetters(dead))) {
      assertThat(ids(timed.awaitRows(1)), equalTo(List.of(2L)));
      // Nobody tells when the other one has begun: it is written to until it reads.
      long id = 100;
      while (latest.rows().isEmpty()) {
        TestBroker.write(TestBroker.record(topic, 1, TIME + id, null, "{\"id\":" + id++ + "}"));
      }
      assertThat(new TreeSet<>(ids(latest.rows())).first() >= 100, equalTo(true));
      assertThat(
          new TreeSet<>(ids(timed.awaitRows(2))).headSet(100L),
          equalTo(new TreeSet<>(List.of(2L))));
    }
  }

  @Test
  public void brokerIsKilledAndStartedAgain_nothingIsLost() throws Exception {
    KafkaBroker broker = TestBroker.get();
    String topic = TestBroker.topic(2);
    write(topic, 0, 50);
    try (RunningRead read =
        new RunningRead(dead -> read(topic).withGroup("g-" + topic).withDeadLetters(dead))) {
      read.awaitRows(50);
      broker.kill();
      broker.startAgain();
      write(topic, 50, 100);
      read.awaitRows(100);
      assertThat(
          ids(read.rows()).stream().sorted().toList(),
          equalTo(LongStream.range(0, 100).boxed().toList()));
      assertThat(read.letters(), equalTo(List.of()));
    }
  }

  @Test
  public void uncommitted_isReadOnlyWhereAskedFor() throws Exception {
    String topic = TestBroker.topic(1);
    try (Producer<byte[], byte[]> producer =
        TestBroker.producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(TestBroker.record(topic, 0, TIME, null, "{\"id\":2}"));
      producer.commitTransaction();
    }
    try (RunningRead committed = new RunningRead(dead -> read(topic).withDeadLetters(dead));
        RunningRead all =
            new RunningRead(dead -> read(topic).withUncommitted().withDeadLetters(dead))) {
      assertThat(ids(all.awaitRows(2)), equalTo(List.of(1L, 2L)));
      assertThat(ids(committed.awaitRows(1)), equalTo(List.of(2L)));
    }
  }

  private static ReadKafkaRows read(String topic) {
    return KafkaRows.read(TestBroker.connection(), topic).withSchema(SCHEMA);
  }

  private static void write(String topic, int from, int to) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int id = from; id < to; id++) {
      records.add(TestBroker.record(topic, 0, TIME + id, null, "{\"id\":" + id + "}"));
    }
    TestBroker.write(records);
  }

  private static List<Long> ids(List<RunningRead.Timed> rows) {
    return rows.stream().map(each -> each.row().getInt64("id")).toList();
  }
}
