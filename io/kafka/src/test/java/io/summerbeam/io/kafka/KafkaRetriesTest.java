package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link KafkaRetries} on a real broker. */
public class KafkaRetriesTest {

  private static final long TIME = 1_600_000_000_000L;
  private static final Schema COUNT = Schema.builder().addInt64Field("count").build();

  /** Names of their own, for topics that are there. */
  private static KafkaRetries retries(String name, Duration... delays) {
    for (int i = 1; i <= delays.length; i++) {
      TestBroker.get().createTopic(name + "." + i, 2, Map.of());
    }
    TestBroker.get().createTopic(name + ".dead", 1, Map.of());
    return KafkaRetries.through(TestBroker.connection(), name)
        .after(delays)
        .orElse(KafkaDeadLetters.to(TestBroker.connection(), name + ".dead"));
  }

  private static String name() {
    return "retry-" + UUID.randomUUID();
  }

  private static String order(long id, int failures, boolean permanent, String step) {
    return "{\"id\":"
        + id
        + ",\"failures\":"
        + failures
        + ",\"permanent\":"
        + permanent
        + ",\"step\":\""
        + step
        + "\"}";
  }

  private static List<DeadLetter> letters(String topic) {
    List<DeadLetter> letters = new ArrayList<>();
    try (LetterScan scan =
        KafkaDeadLetterStore.of(TestBroker.connection(), topic).scan(LetterFilter.all())) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        letters.add(next.letter());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    letters.sort(Comparator.comparing(letter -> letter.source().position()));
    return letters;
  }

  @Test
  public void retryableThenGood_comesBackAsItWas() throws Exception {
    String name = name();
    KafkaRetries retries = retries(name, Duration.ofMillis(500), Duration.ofMillis(1000));
    String topic = TestBroker.topic(2);
    String order = order(1, 2, false, "Call");
    TestBroker.write(TestBroker.record(topic, 1, TIME, "k", order, HeaderList.of("trace", "t")));
    try (RetryingJob job = new RetryingJob(topic, retries)) {
      RetryingJob.Timed good = job.awaitRows(1).get(0);
      List<Long> calls = job.calls(1);

      assertThat(calls.size(), equalTo(3));
      assertThat(calls.get(1) - calls.get(0), greaterThanOrEqualTo(500L));
      assertThat(calls.get(2) - calls.get(1), greaterThanOrEqualTo(1000L));
      assertThat(good.row().getInt64("id"), equalTo(1L));
      assertThat(good.time().getMillis(), equalTo(TIME));
      Provenance source = Provenance.of(good.row());
      assertThat(source.withoutPayload(), equalTo(Provenance.ofKafka(topic, 1, 0)));
      assertThat(source.payload(), equalTo(TestBroker.bytes(order)));
      assertThat(source.key(), equalTo(TestBroker.bytes("k")));
      Map<String, String> headers = new HashMap<>(source.headers());
      headers.keySet().removeAll(Set.of(ReplayHeaders.ID, ReplayHeaders.FIRST_FAILURE_TIME));
      assertThat(
          headers,
          equalTo(Map.of("trace", "t", ReplayHeaders.ATTEMPTS, "2", RetryHeaders.RETRY, "2")));
      assertThat(letters(name + ".dead"), equalTo(List.of()));
    }
  }

  @Test
  public void whatIsNotRetried_isADeadLetter() throws Exception {
    String name = name();
    KafkaRetries retries =
        retries(name, Duration.ofMillis(200), Duration.ofMillis(200)).forSteps("Call");
    String topic = TestBroker.topic(1);
    TestBroker.write(
        TestBroker.record(
            topic, 0, TIME, "k", order(0, 99, false, "Call"), HeaderList.of("trace", "t")),
        TestBroker.record(topic, 0, TIME, null, order(1, 99, true, "Call")),
        TestBroker.record(topic, 0, TIME, null, order(2, 99, false, "Other")),
        TestBroker.record(topic, 0, TIME, null, "no order"));
    try (RetryingJob job = new RetryingJob(topic, retries)) {
      Leftovers.await("all dead letters", () -> letters(name + ".dead").size() >= 4);
      assertThat(job.calls(0).size(), equalTo(3));
      assertThat(job.calls(1).size(), equalTo(1));
      assertThat(job.calls(2).size(), equalTo(1));
    }
    List<DeadLetter> dead = letters(name + ".dead");
    assertThat(
        dead.stream()
            .map(
                letter ->
                    String.join(
                        " ",
                        letter.step(),
                        letter.severity(),
                        String.valueOf(letter.attempts()),
                        letter.source().toString()))
            .toList(),
        equalTo(
            List.of(
                "Call retryable 3 " + Provenance.ofKafka(topic, 0, 0),
                "Call permanent 1 " + Provenance.ofKafka(topic, 0, 1),
                "Other retryable 1 " + Provenance.ofKafka(topic, 0, 2),
                "KafkaRows.read permanent 1 " + Provenance.ofKafka(topic, 0, 3))));
    DeadLetter givenUp = dead.get(0);
    // Each failure of one record has the id of the first.
    assertThat(givenUp.headers().get(ReplayHeaders.ID), equalTo(givenUp.id()));
    assertThat(givenUp.headers().get("trace"), equalTo("t"));
    assertThat(givenUp.headers().containsKey(RetryHeaders.RETRY), equalTo(false));
    assertThat(givenUp.key(), equalTo(TestBroker.bytes("k")));
    assertThat(givenUp.eventTime(), equalTo(new Instant(TIME)));
    assertThat(
        givenUp.failureTime().getMillis() - givenUp.firstFailureTime().getMillis(),
        greaterThanOrEqualTo(400L));
    for (int retry = 1; retry <= 2; retry++) {
      List<DeadLetter> waited = letters(name + "." + retry);
      assertThat(waited.stream().map(DeadLetter::id).toList(), equalTo(List.of(givenUp.id())));
      assertThat(waited.get(0).attempts(), equalTo(retry));
    }
  }

  @Test
  public void restart_whatWaitedComesBack() throws Exception {
    String name = name();
    KafkaRetries retries = retries(name, Duration.ofSeconds(6));
    String topic = TestBroker.topic(1);
    TestBroker.write(TestBroker.record(topic, 0, TIME, "k", order(7, 1, false, "Call")));
    try (RetryingJob job = new RetryingJob(topic, retries)) {
      Leftovers.await("the retry topic", () -> letters(name + ".1").size() == 1);
      assertThat(job.calls(7).size(), equalTo(1));
    }
    // It knows nothing of the one before, and so the first try of this one fails.
    KafkaRetries second =
        KafkaRetries.through(TestBroker.connection(), name)
            .after(Duration.ofSeconds(6))
            .orElse(KafkaDeadLetters.to(TestBroker.connection(), name + ".dead"));
    try (RetryingJob job = new RetryingJob(null, second)) {
      Leftovers.await("the dead letter", () -> letters(name + ".dead").size() == 1);
      assertThat(job.calls(7).size(), equalTo(1));
      // What was tried is committed, so that the next one does not try it again. Direct commits it
      // when more is read.
      DeadLetter waited = letters(name + ".1").get(0);
      for (int i = 1; committed(name) < 1; i++) {
        DeadLetter more =
            waited.toBuilder()
                .setPayload(TestBroker.bytes(order(i * 100L, 0, false, "Call")))
                .build();
        TestBroker.write(
            List.of(RetriedRecord.of(more, name + ".1", 1, System.currentTimeMillis(), 0)));
        job.awaitRows(i);
      }
    }
    assertThat(letters(name + ".dead").get(0).attempts(), equalTo(2));
  }

  private static long committed(String group) {
    try (Admin admin = StoreClients.admin(TestBroker.connection())) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (IOException | InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void heldRecord_doesNotStallTheWatermark() throws Exception {
    String name = name();
    KafkaRetries retries = retries(name, Duration.ofHours(1));
    DeadLetter letter =
        DeadLetter.builder()
            .setId("00aa")
            .setPipeline("orders")
            .setStep("Call")
            .setReason("lookup_failed")
            .setMessage("no answer")
            .setPayload(TestBroker.bytes(order(1, 0, false, "Call")))
            .setPayloadFormat("json")
            .setSource(Provenance.ofKafka("orders", 0, 5))
            .setEventTime(new Instant(TIME))
            .setFailureTime(new Instant(TIME))
            .setFirstFailureTime(new Instant(TIME))
            .setSeverity(Severity.RETRYABLE.code())
            .build();
    long now = System.currentTimeMillis();
    TestBroker.write(
        List.of(
            RetriedRecord.of(letter, name + ".1", 1, now, now),
            RetriedRecord.of(letter, name + ".1", 1, now, now + 3_600_000)));
    try (RunningRead read =
        new RunningRead(
            dead -> retries.read().withSchema(RetryingJob.SCHEMA).withDeadLetters(dead),
            KafkaRetriesTest::countInWindows)) {
      assertThat(read.awaitRows(1).get(0).row().getInt64("count"), equalTo(1L));
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
  public void heldRecord_pausesItsPartitionAndNoOther() {
    TopicPartition waiting = new TopicPartition("t", 0);
    TopicPartition other = new TopicPartition("t", 1);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(OffsetResetStrategy.EARLIEST);
    consumer.assign(List.of(waiting, other));
    AtomicLong clock = new AtomicLong(1000);
    HeldRecords held = new HeldRecords(consumer, () -> java.time.Instant.ofEpochMilli(clock.get()));

    ConsumerRecords<byte[], byte[]> due =
        held.due(
            new ConsumerRecords<>(
                Map.of(
                    waiting,
                    List.of(record(waiting, 4, 999), record(waiting, 5, 1500)),
                    other,
                    List.of(record(other, 8, 1000), record(other, 9, -1)))));
    assertThat(offsets(due, waiting), equalTo(List.of(4L)));
    assertThat(offsets(due, other), equalTo(List.of(8L, 9L)));
    assertThat(consumer.paused(), equalTo(Set.of(waiting)));
    assertThat(consumer.position(waiting), equalTo(5L));
    assertThat(held.isHeld(waiting), equalTo(true));
    assertThat(held.isHeld(other), equalTo(false));

    clock.set(1499);
    held.release();
    assertThat(consumer.paused(), equalTo(Set.of(waiting)));
    clock.set(1500);
    held.release();
    assertThat(consumer.paused(), equalTo(Set.of()));
    assertThat(held.isHeld(waiting), equalTo(false));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long notBefore) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null);
    if (notBefore >= 0) {
      record.headers().add(HeaderList.of(RetryHeaders.NOT_BEFORE, String.valueOf(notBefore)));
    }
    return record;
  }

  private static List<Long> offsets(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    return records.records(partition).stream().map(ConsumerRecord::offset).toList();
  }

  @Test
  public void settings_thatCannotBe_areRefused() {
    KafkaConnection connection = KafkaConnection.to("localhost:9092");
    KafkaDeadLetters dead = KafkaDeadLetters.to(connection, "dead");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> KafkaRetries.through(connection, " "))
            .getMessage(),
        containsString("through() must be given a beginning of names of topics"));
    for (Duration[] delays :
        new Duration[][] {{}, {Duration.ZERO}, {Duration.ofSeconds(1), Duration.ofDays(8)}}) {
      assertThat(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> KafkaRetries.through(connection, "r").after(delays))
              .getMessage(),
          containsString("after() must be given a delay for each retry, from a millisecond to"));
    }
    KafkaRetries retries =
        KafkaRetries.through(connection, "r")
            .after(Duration.ofSeconds(1), Duration.ofSeconds(2))
            .orElse(dead);
    assertThat(retries.topics(), equalTo(List.of("r.1", "r.2")));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> retries.forSteps()).getMessage(),
        containsString("forSteps() must be given the names of steps"));
    Pipeline pipeline = TestPipeline.create();
    ReadKafkaRows read = retries.read().withSchema(RetryingJob.SCHEMA);
    assertThat(refusal(pipeline, read), containsString("must come with withDeadLetters()"));
    DeadLetters whole = DeadLetters.in(pipeline).collect();
    assertThat(
        refusal(pipeline, read.withDeadLetters(whole).withoutOriginals()),
        containsString("without withoutOriginals()"));
    assertThat(
        refusal(pipeline, read.withDeadLetters(whole).bounded()),
        containsString("retry topics have no end"));
    DeadLetters masked =
        DeadLetters.in(pipeline)
            .withName("Masked")
            .withPayloadPolicy(PayloadPolicy.drop())
            .collect();
    assertThat(refusal(pipeline, read.withDeadLetters(masked)), containsString("PayloadPolicy"));
  }

  private static String refusal(Pipeline pipeline, ReadKafkaRows read) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> pipeline.apply(read)).getMessage());
  }
}
