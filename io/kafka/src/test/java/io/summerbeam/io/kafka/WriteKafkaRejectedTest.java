package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link WriteKafkaRows} with a broker and records that it does not take. */
public final class WriteKafkaRejectedTest {

  private static final Schema PLAIN =
      Schema.builder()
          .addStringField("id")
          .addNullableField("key", FieldType.STRING)
          .addNullableField("partition", FieldType.INT32)
          .addNullableField("number", FieldType.DOUBLE)
          .build();

  // As a source makes it.
  private static final Schema SCHEMA = Provenance.addTo(PLAIN);

  private static final int SIZES = 500;

  /** Counted by an assertion, which runs in this JVM. */
  private static final AtomicInteger TOO_LARGE = new AtomicInteger();

  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static KafkaBroker broker;
  private static KafkaConnection connection;

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  @BeforeClass
  public static void startBroker() throws IOException {
    broker = KafkaBroker.start(FOLDER.getRoot().toPath().resolve("broker"));
    connection = KafkaConnection.to(broker.bootstrapServers());
  }

  @AfterClass
  public static void stopBroker() {
    broker.close();
  }

  private static Row row(String id, String key, Integer partition, Double number) {
    byte[] provenance =
        Provenance.ofKafka("in", 0, Long.parseLong(id.replaceAll("\\D.*", "")))
            .withPayload(("<" + id.replaceAll(":.*", "") + ">").getBytes(UTF_8), "text")
            .toBytes();
    return Row.withSchema(SCHEMA).addValues(id, key, partition, number, provenance).build();
  }

  private static Row row(String id, String key) {
    return row(id, key, null, null);
  }

  private static TimestampedValue<Row> at(Instant time, Row row) {
    return TimestampedValue.of(row, time);
  }

  @SafeVarargs
  private PCollection<Row> rows(TimestampedValue<Row>... rows) {
    return rows(Arrays.asList(rows));
  }

  private PCollection<Row> rows(Row... rows) {
    List<TimestampedValue<Row>> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(at(NOON, row));
    }
    return rows(all);
  }

  private PCollection<Row> rows(List<TimestampedValue<Row>> rows) {
    return pipeline
        .apply(Create.timestamped(rows).withCoder(RowCoder.of(SCHEMA)))
        .setRowSchema(SCHEMA);
  }

  private static String dead(String severity, String message, int id) {
    return "KafkaRows.write|sink_rejected|"
        + severity
        + "|"
        + message
        + "|<"
        + id
        + ">|in partition 0 (offset "
        + id
        + ")";
  }

  private void expect(DeadLetters dead, String... texts) {
    dead.close();
    PAssert.that(dead.collection().apply(Letters.texts())).containsInAnyOrder(texts);
    pipeline.run();
  }

  private static List<String> ids(String topic) throws IOException {
    return Written.records(connection, topic).stream()
        .map(record -> Written.text(record.value()).replaceAll("^.\"id\":\"(\\d+).*$", "$1"))
        .map(Integer::valueOf)
        .sorted()
        .map(String::valueOf)
        .toList();
  }

  // Nothing makes it smaller.
  private static String noise(int chars) {
    return new Random(7)
        .ints(chars, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  public void tooLargeForTopic_onlyThatOne() throws Exception {
    broker.createTopic("small", 1, Map.of("max.message.bytes", "2000"));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Row[] rows =
        IntStream.range(0, 200)
            .mapToObj(i -> row(i == 77 ? "77:" + noise(5000) : String.valueOf(i), "k"))
            .toArray(Row[]::new);
    rows(rows)
        .apply(
            KafkaRows.write(connection.withConfig("batch.size", "1000"), "small")
                .withDeadLetters(dead));
    expect(dead, dead("permanent", "the record is larger than the producer sends", 77));
    assertThat(
        ids("small"),
        equalTo(IntStream.range(0, 200).filter(i -> i != 77).mapToObj(String::valueOf).toList()));
  }

  @Test
  public void tooLargeForClient_onlyThatOne() throws Exception {
    broker.createTopic("small-client", 1, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("0", "k"), row("1:" + noise(5000), "k"), row("2", "k"))
        .apply(
            KafkaRows.write(connection.withConfig("max.request.size", "4000"), "small-client")
                .withDeadLetters(dead));
    expect(dead, dead("permanent", "the record is larger than the producer sends", 1));
    assertThat(ids("small-client"), equalTo(List.of("0", "2")));
  }

  @Test
  public void compactedTopic_thoseWithoutKeyAndNoneOfTheirBatch() throws Exception {
    broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Row[] rows =
        IntStream.range(0, 100)
            .mapToObj(i -> row(String.valueOf(i), i % 40 == 7 ? null : "k" + i))
            .toArray(Row[]::new);
    rows(rows)
        .apply(KafkaRows.write(connection, "compacted").withKeyFields("key").withDeadLetters(dead));
    String message = "the broker does not take such a record: one of a compacted topic needs a key";
    expect(
        dead,
        dead("permanent", message, 7),
        dead("permanent", message, 47),
        dead("permanent", message, 87));
    assertThat(
        ids("compacted"),
        equalTo(
            IntStream.range(0, 100).filter(i -> i % 40 != 7).mapToObj(String::valueOf).toList()));
  }

  @Test
  public void neighboursOfRefusedRecords_areNotHeldUntilTheBundleEnds() throws Exception {
    broker.createTopic("held", 1, Map.of("cleanup.policy", "compact"));
    int mostInFlight = 20;
    SharedProducer producer = SharedProducer.acquire(connection);
    try {
      BundleSends<Integer> sends = new BundleSends<>("Out", producer, false, mostInFlight);
      List<Integer> refused = new ArrayList<>();
      long written = 0;
      long mostHeld = 0;
      for (int i = 0; i < 200; i++) {
        byte[] key = i % 5 == 2 ? null : ("k" + i).getBytes(UTF_8);
        sends.send(i, new ProducerRecord<>("held", key, String.valueOf(i).getBytes(UTF_8)));
        written += sends.takeWritten();
        for (var next = sends.pollRefused(); next != null; next = sends.pollRefused()) {
          refused.add(next.kept());
        }
        mostHeld = Math.max(mostHeld, i + 1 - written - refused.size());
      }
      // On their way, or waiting to be sent again.
      assertThat(mostHeld, lessThanOrEqualTo(3L * mostInFlight));
      sends.finish();
      written += sends.takeWritten();
      for (var next = sends.pollRefused(); next != null; next = sends.pollRefused()) {
        refused.add(next.kept());
      }
      assertThat(written, equalTo(160L));
      assertThat(
          refused.stream().sorted().toList(),
          equalTo(IntStream.range(0, 200).filter(i -> i % 5 == 2).boxed().toList()));
    } finally {
      producer.release();
    }
    assertThat(Written.records(connection, "held").size(), equalTo(160));
  }

  @Test
  public void bundlesThatShareTheClient_allEndThoughEachHasRefusedRecords() throws Exception {
    broker.createTopic("shared", 1, Map.of("cleanup.policy", "compact"));
    int bundles = 4;
    int records = 1000;
    ExecutorService threads = Executors.newFixedThreadPool(bundles);
    try {
      List<Future<Integer>> refused = new ArrayList<>();
      for (int bundle = 0; bundle < bundles; bundle++) {
        String prefix = "k" + bundle + "-";
        refused.add(threads.submit(() -> refusedOf(prefix, records)));
      }
      for (Future<Integer> each : refused) {
        assertThat(each.get(1, TimeUnit.MINUTES), equalTo(records / 10));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(
        Written.records(connection, "shared").stream()
            .map(record -> Written.text(record.key()))
            .distinct()
            .count(),
        equalTo(bundles * records * 9 / 10L));
  }

  /** Writes a bundle in which each tenth record has no key; how many were refused. */
  private static int refusedOf(String prefix, int records) throws Exception {
    SharedProducer producer = SharedProducer.acquire(connection);
    try {
      BundleSends<Integer> sends = new BundleSends<>("Out", producer, false, 100);
      int refused = 0;
      for (int i = 0; i < records; i++) {
        byte[] key = i % 10 == 3 ? null : (prefix + i).getBytes(UTF_8);
        sends.send(i, new ProducerRecord<>("shared", key, new byte[1]));
        refused += sends.pollRefused() == null ? 0 : 1;
      }
      sends.finish();
      while (sends.pollRefused() != null) {
        refused++;
      }
      return refused;
    } finally {
      producer.release();
    }
  }

  @Test
  public void timesThatTopicOrKafkaDoNotTake_onlyThose() throws Exception {
    broker.createTopic("recent", 1, Map.of("message.timestamp.before.max.ms", "86400000"));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(
            at(Instant.now(), row("0", "k")),
            at(NOON, row("1", "k")),
            at(Instant.parse("1969-12-31T23:59:59Z"), row("2", "k")),
            at(Instant.now(), row("3", "k")))
        .apply(KafkaRows.write(connection, "recent").withDeadLetters(dead));
    expect(
        dead,
        dead("permanent", "the topic does not take a timestamp that is so far from now", 1),
        dead("permanent", "the event time is before 1970, which Kafka has no timestamp for", 2));
    assertThat(ids("recent"), equalTo(List.of("0", "3")));
  }

  @Test
  public void timesThatTopicTakesLater_areRetryable() throws Exception {
    broker.createTopic("not-yet", 1, Map.of("message.timestamp.after.max.ms", "3600000"));
    Instant soon = Instant.now().plus(Duration.standardHours(2));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(
            at(Instant.now(), row("0", "k")),
            at(soon, row("1", "k")),
            at(soon, row("2", "k")),
            at(Instant.now(), row("3", "k")))
        .apply(KafkaRows.write(connection, "not-yet").withKeyFields("key").withDeadLetters(dead));
    String message =
        "the topic does not take a timestamp that is so far in the future yet: it will later, or"
            + " with a larger message.timestamp.after.max.ms";
    expect(dead, dead("retryable", message, 1), dead("retryable", message, 2));
    assertThat(ids("not-yet"), equalTo(List.of("0", "3")));
  }

  @Test
  public void partitionsThatAreNone_onlyThose() throws Exception {
    broker.createTopic("two-partitions", 2, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("0", "k", 1, null), row("1", "k", 2, null), row("2", "k", -1, null))
        .apply(
            KafkaRows.write(connection, "two-partitions")
                .withPartitionField("partition")
                .withDeadLetters(dead));
    expect(
        dead,
        dead("retryable", "the topic has no partition of that number", 1),
        dead("permanent", "the field 'partition', which numbers the partition, is negative", 2));
    assertThat(ids("two-partitions"), equalTo(List.of("0")));
  }

  @Test
  public void topicsThatAreNone_onlyThose() throws Exception {
    broker.createTopic("there", 1, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    // So long the client waits for the absent topic, and for the first word of a busy broker.
    rows(row("0", "there"), row("1", "absent"), row("2", "no/topic"), row("3", null))
        .apply(
            KafkaRows.writeTo(connection.withConfig("max.block.ms", "25000"), "key")
                .withDeadLetters(dead));
    expect(
        dead,
        dead("retryable", "the topic that the record asks for does not exist", 1),
        dead("permanent", "no topic can have the name that the record asks for", 2),
        dead("permanent", "the field 'key', which names the topic, is null", 3));
    assertThat(ids("there"), equalTo(List.of("0")));
  }

  @Test
  public void topicOfSettingsIsNotThere_bundleFails() {
    rows(row("0", "k"))
        .apply(KafkaRows.write(connection.withConfig("max.block.ms", "3000"), "not-there"));
    assertThat(
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run())),
        containsString(
            "KafkaRows.write: a record could not be written to Kafka (TimeoutException"));
  }

  @Test
  public void formThatBrokersDoNotTake_bundleFailsWithTheRemedy_andNoRowIsToBlame() {
    broker.createTopic("form", 1, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("0", "k"))
        .apply(
            KafkaRows.write(
                    connection.withConfig("partitioner.class", RefusesTheForm.class.getName()),
                    "form")
                .withDeadLetters(dead));
    dead.close();
    assertThat(
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run())),
        containsString(
            "KafkaRows.write: a record could not be written to Kafka"
                + " (UnsupportedForMessageFormatException: the brokers do not take records of this"
                + " form: they may take none that is compressed (then set compression.type=none),"
                + " or their message format is too old (message.format.version)). Nothing is lost:"
                + " the runner tries the bundle again, or the job fails."));
  }

  /** Fails a record as Event Hubs does; the broker of the test takes records of any form. */
  public static class RefusesTheForm implements Partitioner {

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public int partition(
        String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster all) {
      throw new UnsupportedForMessageFormatException("no such form");
    }

    @Override
    public void close() {}
  }

  @Test
  public void rowThatFormatCannotWrite_deadLetterWithWindow() throws Exception {
    broker.createTopic("numbers", 1, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("0", "k", null, 1.5), row("1", "k", null, Double.NaN))
        .apply(Window.into(FixedWindows.of(Duration.standardHours(1))))
        .apply(KafkaRows.write(connection, "numbers").withStepName("Out").withDeadLetters(dead));
    dead.close();
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(WriteKafkaRejectedTest::withWindow)))
        .containsInAnyOrder(
            "Out|sink_rejected|permanent|field 'number' is NaN or infinite, which JSON has no number"
                + " for|<1>|in partition 0 (offset 1)|2001-01-01T12:00:00.000Z|"
                + "2001-01-01T12:00:00.000Z|2001-01-01T13:00:00.000Z");
    pipeline.run();
    assertThat(ids("numbers"), equalTo(List.of("0")));
  }

  private static String withWindow(DeadLetter letter) {
    return String.join(
        "|",
        Letters.text(letter),
        String.valueOf(letter.eventTime()),
        String.valueOf(letter.windowStart()),
        String.valueOf(letter.windowEnd()));
  }

  @Test
  public void withoutDeadLetters_thrownWithoutData() {
    broker.createTopic("strict", 1, Map.of("max.message.bytes", "2000"));
    rows(row("1:secret" + noise(5000), "k")).apply(KafkaRows.write(connection, "strict"));
    String all =
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run()));
    assertThat(
        all,
        containsString(
            "KafkaRows.write: sink_rejected: the record is larger than the producer sends"
                + " (max.request.size) or the topic takes (max.message.bytes), at in partition 0"
                + " (offset 1)."));
    assertThat(all, not(containsString("secret")));
  }

  @Test
  public void exactlyOnce_whatCannotBeWritten() throws Exception {
    broker.createTopic("once", 1, Map.of());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(
            at(NOON, row("0", "k")),
            at(NOON, row("1", "k", null, Double.NaN)),
            at(NOON, row("2:" + noise(5000), "k")),
            at(Instant.parse("1969-12-31T23:59:59Z"), row("3", "k")))
        .apply(
            KafkaRows.write(connection.withConfig("max.request.size", "4000"), "once")
                .exactlyOnce("rejected-test", 1)
                .withDeadLetters(dead));
    expect(
        dead,
        dead("permanent", "field 'number' is NaN or infinite, which JSON has no number for", 1),
        dead("permanent", "the record is larger than the producer sends", 2),
        dead("permanent", "the event time is before 1970, which Kafka has no timestamp for", 3));
    Written.awaitDecided(connection, "once");
    assertThat(ids("once"), equalTo(List.of("0")));
  }

  @Test
  public void exactlyOnce_sizesAroundTheLimit_areWrittenOrDead_andNoneFailsTheJob()
      throws Exception {
    broker.createTopic("limit", 1, Map.of());
    WriteKafkaRows write =
        KafkaRows.write(connection.withConfig("max.request.size", "4000"), "limit")
            .exactlyOnce("limit-test", 1);
    // What the client counts of a header is not only its letters.
    for (int i = 0; i < 40; i++) {
      write = write.withHeader("\u00e9" + i, "key");
    }
    List<TimestampedValue<Row>> rows = new ArrayList<>();
    for (int i = 0; i < SIZES; i++) {
      rows.add(at(NOON, row(i + ":" + noise(3300 + i), "k")));
    }
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(rows).apply(write.withDeadLetters(dead));
    dead.close();
    PAssert.that(dead.collection().apply(Letters.texts()))
        .satisfies(
            texts -> {
              texts.forEach(text -> TOO_LARGE.incrementAndGet());
              return null;
            });
    pipeline.run();
    Written.awaitDecided(connection, "limit");
    int written = ids("limit").size();
    assertThat(written, allOf(greaterThan(0), lessThan(SIZES)));
    assertThat(TOO_LARGE.get(), equalTo(SIZES - written));
  }
}
