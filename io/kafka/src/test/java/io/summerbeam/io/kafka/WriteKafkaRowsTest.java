package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link WriteKafkaRows} with a broker: what is in the topics afterwards. */
public final class WriteKafkaRowsTest {

  private static final Schema ORDER =
      Schema.builder()
          .addStringField("customer")
          .addNullableField("topic", FieldType.STRING)
          .addNullableField("partition", FieldType.INT32)
          .addNullableField("cents", FieldType.INT64)
          .build();

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

  private static String topic(String name, int partitions, Map<String, String> config) {
    broker.createTopic(name, partitions, config);
    return name;
  }

  private static Row order(String customer, Long cents) {
    return order(customer, null, null, cents);
  }

  private static Row order(String customer, String topic, Integer partition, Long cents) {
    return Row.withSchema(ORDER).addValues(customer, topic, partition, cents).build();
  }

  private PCollection<Row> at(Instant time, Row... rows) {
    List<TimestampedValue<Row>> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(TimestampedValue.of(row, time));
    }
    Schema schema = rows[0].getSchema();
    return pipeline
        .apply(Create.timestamped(all).withCoder(RowCoder.of(schema)))
        .setRowSchema(schema);
  }

  private static String json(String customer, Long cents) {
    return "{\"customer\":\""
        + customer
        + "\",\"topic\":null,\"partition\":null,\"cents\":"
        + cents
        + "}";
  }

  @Test
  public void defaults_jsonWithItsTimeAndNoKey() throws Exception {
    String topic = topic("defaults", 3, Map.of());
    at(NOON, order("ann", 5L), order("bob", null)).apply(KafkaRows.write(connection, topic));
    pipeline.run();
    assertThat(
        Written.texts(connection, topic),
        equalTo(List.of("null=" + json("ann", 5L), "null=" + json("bob", null))));
    for (ConsumerRecord<byte[], byte[]> record : Written.records(connection, topic)) {
      assertThat(record.timestamp(), equalTo(NOON.getMillis()));
      assertThat(record.headers().toArray().length, equalTo(0));
    }
  }

  @Test
  public void timeOfWriting_isNow() throws Exception {
    String topic = topic("time-of-writing", 1, Map.of());
    long before = System.currentTimeMillis();
    at(NOON, order("ann", 5L)).apply(KafkaRows.write(connection, topic).withTimeOfWriting());
    pipeline.run();
    assertThat(
        Written.records(connection, topic).get(0).timestamp(),
        allOf(greaterThanOrEqualTo(before), lessThanOrEqualTo(System.currentTimeMillis())));
  }

  @Test
  public void rowWithoutTime_isNow() throws Exception {
    String topic = topic("no-time", 1, Map.of());
    long before = System.currentTimeMillis();
    pipeline
        .apply(Create.of(order("ann", 5L)).withRowSchema(ORDER))
        .apply(KafkaRows.write(connection, topic));
    pipeline.run();
    assertThat(
        Written.records(connection, topic).get(0).timestamp(),
        allOf(greaterThanOrEqualTo(before), lessThanOrEqualTo(System.currentTimeMillis())));
  }

  @Test
  public void oneKeyField_itsText_nullIsNoKey() throws Exception {
    String topic = topic("one-key", 1, Map.of());
    at(NOON, order("ann", 5L), order("bob", null))
        .apply(KafkaRows.write(connection, topic).withKeyFields("cents"));
    pipeline.run();
    assertThat(
        Written.texts(connection, topic),
        equalTo(List.of("5=" + json("ann", 5L), "null=" + json("bob", null))));
  }

  @Test
  public void severalKeyFields_jsonInTheirOrder() throws Exception {
    String topic = topic("several-keys", 1, Map.of());
    at(NOON, order("ann", 5L))
        .apply(KafkaRows.write(connection, topic).withKeyFields("cents", "customer"));
    pipeline.run();
    assertThat(
        Written.texts(connection, topic),
        equalTo(List.of("{\"cents\":5,\"customer\":\"ann\"}=" + json("ann", 5L))));
  }

  @Test
  public void headers_textOfFieldsInOrder_nullIsNone() throws Exception {
    Schema schema =
        Schema.builder()
            .addNullableField("trace", FieldType.STRING)
            .addByteArrayField("raw")
            .addField("more", FieldType.map(FieldType.STRING, FieldType.STRING))
            .build();
    byte[] raw = {(byte) 0xff, 0};
    String topic = topic("headers", 1, Map.of());
    at(
            NOON,
            Row.withSchema(schema).addValues("t1", raw, Map.of("b", "2", "a", "1")).build(),
            Row.withSchema(schema).addValues(null, raw, Map.of()).build())
        .apply(
            KafkaRows.write(connection, topic)
                .withKeyFields("raw")
                .withHeader("trace-id", "trace")
                .withHeader("raw", "raw")
                .withHeadersFrom("more"));
    pipeline.run();
    List<String> headers =
        Written.records(connection, topic).stream()
            .map(
                record ->
                    StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header -> header.key() + "=" + hex(header.value()))
                        .toList()
                        .toString())
            .sorted()
            .toList();
    assertThat(headers, equalTo(List.of("[a=31, b=32, trace-id=7431, raw=ff00]", "[raw=ff00]")));
    assertThat(hex(Written.records(connection, topic).get(0).key()), equalTo("ff00"));
  }

  @Test
  public void headersByWhichAnotherJobCounts_areNotWrittenOn() throws Exception {
    Map<String, String> plain =
        Map.of(
            "trace",
            "t1",
            ReplayHeaders.ID,
            "00aa",
            ReplayHeaders.ATTEMPTS,
            "3",
            ReplayHeaders.FIRST_FAILURE_TIME,
            "2001-01-01T00:00:00Z",
            "summerbeam.retry.number",
            "2",
            "summerbeam.retry.not-before",
            "5");
    RecordHeaders odd = new RecordHeaders();
    odd.add("raw", new byte[] {(byte) 0xff});
    odd.add(ReplayHeaders.ATTEMPTS, "3".getBytes(UTF_8));
    odd.add("summerbeam.retry.number", "2".getBytes(UTF_8));
    Schema schema =
        Schema.builder()
            .addField("headers", FieldType.map(FieldType.STRING, FieldType.STRING))
            .build();
    String topic = topic("headers-of-another", 1, Map.of());
    at(
            NOON,
            Row.withSchema(schema).addValue(plain).build(),
            Row.withSchema(schema).addValue(KafkaHeaders.toMap(odd)).build())
        .apply(KafkaRows.write(connection, topic).withHeadersFrom("headers"));
    pipeline.run();
    assertThat(
        Written.records(connection, topic).stream()
            .map(
                record ->
                    StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header -> header.key() + "=" + hex(header.value()))
                        .toList()
                        .toString())
            .sorted()
            .toList(),
        equalTo(List.of("[raw=ff]", "[trace=7431]")));
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  @Test
  public void equalKeys_onePartition() throws Exception {
    String topic = topic("by-key", 8, Map.of());
    at(NOON, order("ann", 1L), order("ann", 2L), order("ann", 3L), order("ann", 4L))
        .apply(KafkaRows.write(connection, topic).withKeyFields("customer"));
    pipeline.run();
    List<ConsumerRecord<byte[], byte[]>> records = Written.records(connection, topic);
    assertThat(records.size(), equalTo(4));
    assertThat(records.stream().map(ConsumerRecord::partition).distinct().count(), equalTo(1L));
  }

  @Test
  public void partitionField_decides() throws Exception {
    String topic = topic("partitions", 3, Map.of());
    at(NOON, order("ann", null, 2, 1L), order("ann", null, 0, 2L))
        .apply(KafkaRows.write(connection, topic).withPartitionField("partition"));
    pipeline.run();
    List<String> found =
        Written.records(connection, topic).stream()
            .map(record -> record.partition() + ":" + Written.text(record.value()))
            .sorted()
            .toList();
    assertThat(
        found,
        equalTo(
            List.of(
                "0:{\"customer\":\"ann\",\"topic\":null,\"partition\":0,\"cents\":2}",
                "2:{\"customer\":\"ann\",\"topic\":null,\"partition\":2,\"cents\":1}")));
  }

  @Test
  public void writeTo_theTopicOfEach() throws Exception {
    topic("orders.a", 1, Map.of());
    topic("orders.b", 1, Map.of());
    at(NOON, order("ann", "orders.a", null, 1L), order("bob", "orders.b", null, 2L))
        .apply(
            KafkaRows.writeTo(connection, "topic")
                .withFormat(new NamesTopic("?"))
                .withKeyFields("customer"));
    pipeline.run();
    assertThat(Written.texts(connection, "orders.a"), equalTo(List.of("ann=orders.a")));
    assertThat(Written.texts(connection, "orders.b"), equalTo(List.of("bob=orders.b")));
  }

  /** Writes the topic that it is for. */
  private record NamesTopic(String topic) implements RowFormat {

    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "names-topic";
    }

    @Override
    public RowFormat forTopic(String name) {
      return new NamesTopic(name);
    }

    @Override
    public RowDecoder decoder(Schema schema) {
      throw new UnsupportedOperationException("Only written.");
    }

    @Override
    public RowEncoder encoder(Schema schema) {
      return row -> topic.getBytes(UTF_8);
    }
  }

  @Test
  public void connectionSettings_reachTheClient() throws Exception {
    String topic = topic("compressed", 1, Map.of());
    at(NOON, order("a".repeat(3000), 1L)).apply(KafkaRows.write(connection, topic));
    at("again", NOON, order("a".repeat(3000), 1L))
        .apply(
            "uncompressed",
            KafkaRows.write(connection.withConfig("compression.type", "none"), topic));
    pipeline.run();
    // Compressed, it fits into a topic that it does not fit into else.
    broker.createTopic("small", 1, Map.of("max.message.bytes", "1000"));
    Pipeline second = Pipeline.create();
    second
        .apply(Create.of(order("a".repeat(3000), 1L)).withRowSchema(ORDER))
        .apply(KafkaRows.write(connection, "small"));
    second.run().waitUntilFinish();
    assertThat(Written.records(connection, topic).size(), equalTo(2));
    assertThat(
        Written.texts(connection, "small"), equalTo(List.of("null=" + json("a".repeat(3000), 1L))));
  }

  @Test
  public void timeoutThatOnlyAnAdminClientRefuses_isNoHindrance() throws Exception {
    String topic = topic("api-timeout", 1, Map.of());
    // Less than request.timeout.ms.
    at(NOON, order("ann", 5L))
        .apply(KafkaRows.write(connection.withConfig("default.api.timeout.ms", "10000"), topic));
    pipeline.run();
    assertThat(Written.texts(connection, topic), equalTo(List.of("null=" + json("ann", 5L))));
  }

  private PCollection<Row> at(String name, Instant time, Row row) {
    return pipeline
        .apply(
            name, Create.timestamped(TimestampedValue.of(row, time)).withCoder(RowCoder.of(ORDER)))
        .setRowSchema(ORDER);
  }

  @Test
  public void brokerIsNotThere_bundleFailsWithoutData() {
    KafkaConnection nobody = KafkaConnection.to("127.0.0.1:1").withConfig("max.block.ms", "500");
    at(NOON, order("secret", 5L)).apply(KafkaRows.write(nobody, "topic").withStepName("Out"));
    String all =
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run()));
    assertThat(
        all,
        containsString(
            "Out: a record could not be written to Kafka (TimeoutException). Nothing is lost: the"
                + " runner tries the bundle again, or the job fails."));
    assertThat(all, not(containsString("secret")));
  }

  @Test
  public void exactlyOnce_writtenWithTimeAndKey() throws Exception {
    String topic = topic("once", 1, Map.of());
    at(NOON, order("ann", 5L), order("bob", null))
        .apply(
            KafkaRows.write(connection, topic)
                .withFormat(JsonFormat.of())
                .withKeyFields("cents")
                .exactlyOnce("once-test", 1));
    pipeline.run();
    assertThat(
        Written.texts(connection, topic),
        equalTo(List.of("5=" + json("ann", 5L), "null=" + json("bob", null))));
    for (ConsumerRecord<byte[], byte[]> record : Written.records(connection, topic)) {
      assertThat(record.timestamp(), equalTo(NOON.getMillis()));
    }
  }

  @Test
  public void exactlyOnce_headersPartitionsAndTopicsOfRecords() throws Exception {
    topic("once.a", 3, Map.of());
    topic("once.b", 1, Map.of());
    at(NOON, order("ann", "once.a", 2, 1L), order("bob", "once.b", null, 2L))
        .apply(
            KafkaRows.writeTo(connection, "topic")
                .withFormat(new NamesTopic("?"))
                .withKeyFields("customer")
                .withPartitionField("partition")
                .withHeader("cents", "cents")
                .exactlyOnce("once-topics", 3));
    pipeline.run();
    ConsumerRecord<byte[], byte[]> ann = Written.records(connection, "once.a").get(0);
    assertThat(ann.partition(), equalTo(2));
    assertThat(Written.text(ann.headers().lastHeader("cents").value()), equalTo("1"));
    assertThat(Written.texts(connection, "once.a"), equalTo(List.of("ann=once.a")));
    assertThat(Written.texts(connection, "once.b"), equalTo(List.of("bob=once.b")));
  }

  @Test
  public void exactlyOnce_aSecondJobOfThatName_isRefused() throws Exception {
    String topic = topic("once-again", 1, Map.of());
    WriteKafkaRows write = KafkaRows.write(connection, topic).exactlyOnce("once-again", 1);
    at(NOON, order("ann", 5L)).apply(write);
    pipeline.run();
    Pipeline second = Pipeline.create();
    second.apply(Create.of(order("bob", 6L)).withRowSchema(ORDER)).apply(write);
    assertThat(
        Leftovers.everything(assertThrows(Pipeline.PipelineExecutionException.class, second::run)),
        containsString("exactlyOnce() must be given a group id of its own for each job and step"));
    assertThat(Written.texts(connection, topic), equalTo(List.of("null=" + json("ann", 5L))));
  }
}
