package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** The rows and dead letters of the bounded form, which are those of the unbounded one. */
public class ReadKafkaRowsTest implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Schema SCHEMA =
      Schema.builder().addInt64Field("id").addNullableField("name", FieldType.STRING).build();
  private static final long TIME = 1_600_000_000_000L;

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void read_goodAndBad_eachIsARowOrADeadLetter() {
    String topic = TestBroker.topic(1);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, "k0", "{\"id\":1}"),
        TestBroker.record(topic, 0, TIME + 1, "k1", "{\"id\":\"s3cret\"}", header("trace", "t1")),
        TestBroker.record(topic, 0, TIME + 2, null, "{\"id\":3,\"name\":\"c\"}"),
        TestBroker.record(topic, 0, TIME + 3, "k3", null));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows = pipeline.apply(read(topic).withDeadLetters(dead));
    dead.close();

    PAssert.that(texts(rows))
        .containsInAnyOrder(
            "1 null at 1600000000000 from " + topic + " 0 0 json k0 {} {\"id\":1}",
            "3 c at 1600000000002 from " + topic + " 0 2 json null {} {\"id\":3,\"name\":\"c\"}");
    PAssert.that(letters(dead))
        .containsInAnyOrder(
            "KafkaRows.read malformed at 1600000000001 from "
                + topic
                + " 0 1 json k1 {trace=t1} {\"id\":\"s3cret\"}: field 'id' must be a whole number"
                + " (INT64), but is a string",
            "KafkaRows.read malformed at 1600000000003 from "
                + topic
                + " 0 3 null k3 {} null: the value is null (withTombstones)");
    pipeline.run();
  }

  @Test
  public void read_withoutDeadLetters_throwsWithoutTheData() {
    String topic = TestBroker.topic(1);
    TestBroker.write(TestBroker.record(topic, 0, TIME, "k", "{\"id\":\"s3cret\"}"));
    pipeline.apply(read(topic));
    String everything =
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, pipeline::run));
    assertThat(everything, containsString(topic + " partition 0 (offset 0)"));
    assertThat(everything.contains("s3cret"), equalTo(false));
  }

  @Test
  public void withoutOriginals_rowsHaveTheirPlaceOnly() {
    String topic = TestBroker.topic(1);
    TestBroker.write(TestBroker.record(topic, 0, TIME, "k", "{\"id\":1}", header("trace", "t1")));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows = pipeline.apply(read(topic).withoutOriginals().withDeadLetters(dead));
    dead.close();
    PAssert.that(texts(rows))
        .containsInAnyOrder("1 null at 1600000000000 from " + topic + " 0 0 null null {} null");
    pipeline.run();
  }

  @Test
  public void withMetadata_areColumnsBehindTheSchema() {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        TestBroker.record(
            topic, 1, TIME, "k", "{\"id\":1}", header("trace", "t1"), header("trace", "t2")),
        TestBroker.record(topic, 1, TIME + 1, null, "{\"id\":2}"));
    ReadKafkaRows read =
        read(topic).withMetadata(KafkaMetadata.values()).withMetadata(KafkaMetadata.TOPIC, "again");
    PCollection<Row> rows = pipeline.apply(read);
    Schema expected =
        Schema.builder()
            .addFields(SCHEMA.getFields())
            .addStringField("topic")
            .addInt32Field("partition")
            .addInt64Field("offset")
            .addDateTimeField("timestamp")
            .addStringField("timestamp_type")
            .addNullableField("key", FieldType.BYTES)
            .addMapField("headers", FieldType.STRING, FieldType.STRING)
            .addStringField("again")
            .build();
    assertThat(rows.getSchema(), equalTo(Provenance.addTo(expected)));
    PAssert.that(rows.apply(ParDo.of(new WithoutProvenanceFn())).setRowSchema(expected))
        .containsInAnyOrder(
            Row.withSchema(expected)
                .addValues(
                    1L,
                    null,
                    topic,
                    1,
                    0L,
                    Instant.ofEpochMilli(TIME),
                    "CREATE_TIME",
                    TestBroker.bytes("k"),
                    Map.of("trace", "t2", "summerbeam.headers", "dHJhY2U:dDE,dHJhY2U:dDI"),
                    topic)
                .build(),
            Row.withSchema(expected)
                .addValues(
                    2L,
                    null,
                    topic,
                    1,
                    1L,
                    Instant.ofEpochMilli(TIME + 1),
                    "CREATE_TIME",
                    null,
                    Map.of(),
                    topic)
                .build());
    pipeline.run();
  }

  @Test
  public void withEventTime_isThatOfTheField() {
    String topic = TestBroker.topic(1);
    long future = System.currentTimeMillis() + Duration.ofDays(2).toMillis();
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":7}"),
        TestBroker.record(topic, 0, TIME, null, "{\"id\":" + future + "}"),
        TestBroker.record(topic, 0, TIME + 5, null, "no json"));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(topic)
                .withEventTime(EventTime.ofField("id"))
                .withoutOriginals()
                .withDeadLetters(dead));
    dead.close();
    PAssert.that(texts(rows))
        .containsInAnyOrder("7 null at 7 from " + topic + " 0 0 null null {} null");
    PAssert.that(letters(dead))
        .satisfies(
            all -> {
              List<String> texts = new ArrayList<>();
              all.forEach(each -> texts.add(each.replaceAll("(?s)json .*", "json ...")));
              assertThat(
                  texts.stream().sorted().toList(),
                  equalTo(
                      List.of(
                          "KafkaRows.read malformed at 1600000000000 from "
                              + topic
                              + " 0 1 json ...",
                          "KafkaRows.read malformed at 1600000000005 from "
                              + topic
                              + " 0 2 json ...")));
              return null;
            });
    pipeline.run();
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
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(topic)
                .withMetadata(KafkaMetadata.TIMESTAMP, KafkaMetadata.TIMESTAMP_TYPE)
                .withoutOriginals()
                .withDeadLetters(dead));
    dead.close();
    PAssert.that(texts(rows))
        .containsInAnyOrder(
            "1 null at " + times.get(0) + " from " + topic + " 0 0 null null {} null");
    PAssert.that(
            rows.apply(
                "Metadata",
                MapElements.into(TypeDescriptors.strings())
                    .via(
                        row ->
                            row.getDateTime("timestamp").getMillis()
                                + " "
                                + row.getString("timestamp_type"))))
        .containsInAnyOrder(times.get(0) + " LOG_APPEND_TIME");
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.longs()).via(l -> l.eventTime().getMillis())))
        .containsInAnyOrder(times.get(1));
    pipeline.run();
  }

  @Test
  public void withTombstones_skipped_arePassedOver() {
    String topic = TestBroker.topic(1);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, "k", null),
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"));
    PCollection<Row> rows = pipeline.apply(read(topic).withTombstones(Tombstones.skipped()));
    PAssert.that(texts(rows))
        .containsInAnyOrder("1 null at 1600000000000 from " + topic + " 0 1 null null {} null");
    pipeline.run();
  }

  @Test
  public void withTombstones_rowsOfKey_areTheKeyAndTheFlag() {
    Schema schema =
        Schema.builder()
            .addNullableField("gone", FieldType.BOOLEAN)
            .addFields(SCHEMA.getFields())
            .build();
    String topic = TestBroker.topic(1);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, "{\"id\":4}", null),
        TestBroker.record(topic, 0, TIME, "{\"id\":5}", "{\"id\":5,\"name\":\"e\"}"),
        TestBroker.record(topic, 0, TIME, "no key", null),
        TestBroker.record(topic, 0, TIME, null, null));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            KafkaRows.read(TestBroker.connection(), topic)
                .withSchema(schema)
                .withTombstones(Tombstones.rowsOfKey(JsonFormat.of(), "id").withFlag("gone"))
                .withDeadLetters(dead)
                .bounded());
    dead.close();
    PAssert.that(rows.apply(ParDo.of(new WithoutProvenanceFn())).setRowSchema(schema))
        .containsInAnyOrder(
            Row.withSchema(schema).addValues(true, 4L, null).build(),
            Row.withSchema(schema).addValues(null, 5L, "e").build());
    PAssert.that(
            dead.collection()
                .apply(MapElements.into(TypeDescriptors.longs()).via(l -> l.source().position())))
        .containsInAnyOrder(2L, 3L);
    pipeline.run();
  }

  @Test
  public void readPattern_readsWhatMatchesWhole() {
    String topic = TestBroker.topic(1);
    String other = topic + "-2";
    TestBroker.get().createTopic(other, 1, Map.of());
    TestBroker.get().createTopic("x-" + topic, 1, Map.of());
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"),
        TestBroker.record(other, 0, TIME, null, "{\"id\":2}"),
        TestBroker.record("x-" + topic, 0, TIME, null, "{\"id\":3}"));
    PCollection<Row> rows =
        pipeline.apply(
            KafkaRows.readPattern(TestBroker.connection(), topic + "|" + topic + "-[0-9]")
                .withSchema(SCHEMA)
                .bounded());
    PAssert.that(texts(rows))
        .containsInAnyOrder(
            "1 null at 1600000000000 from " + topic + " 0 0 null null {} null",
            "2 null at 1600000000000 from " + other + " 0 0 null null {} null");
    pipeline.run();
  }

  @Test
  public void read_topicThatIsNotThere_saysSo() {
    assertThat(
        Leftovers.everything(
            assertThrows(
                RuntimeException.class,
                () -> {
                  pipeline.apply(read("not-there"));
                  pipeline.run();
                })),
        containsString("There is no topic 'not-there'. Make it before the job starts"));
  }

  private static ReadKafkaRows read(String topic) {
    return KafkaRows.read(TestBroker.connection(), topic).withSchema(SCHEMA).bounded();
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, TestBroker.bytes(value));
  }

  private static PCollection<String> texts(PCollection<Row> rows) {
    return rows.apply(ParDo.of(new TextFn()));
  }

  private static PCollection<String> letters(DeadLetters dead) {
    return dead.collection()
        .apply("Letters", MapElements.into(TypeDescriptors.strings()).via(ReadKafkaRowsTest::text));
  }

  private static String text(DeadLetter letter) {
    Provenance source = letter.source();
    return letter.step()
        + " "
        + letter.reason()
        + " at "
        + letter.eventTime().getMillis()
        + " from "
        + place(source)
        + " "
        + original(letter.payloadFormat(), letter.key(), letter.headers(), letter.payload())
        + ": "
        + letter.message();
  }

  private static String place(Provenance source) {
    return source.resource() + " " + source.partition() + " " + source.position();
  }

  private static String original(
      String format, byte[] key, Map<String, String> headers, byte[] payload) {
    return format + " " + utf8(key) + " " + headers + " " + utf8(payload);
  }

  private static String utf8(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static final class TextFn extends DoFn<Row, String> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      Provenance source = Provenance.of(row);
      out.output(
          row.getInt64("id")
              + " "
              + row.getString("name")
              + " at "
              + time.getMillis()
              + " from "
              + place(source)
              + " "
              + original(source.payloadFormat(), source.key(), source.headers(), source.payload()));
    }
  }

  private static final class WithoutProvenanceFn extends DoFn<Row, Row> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> out) {
      Schema.Builder schema = Schema.builder();
      int last = row.getFieldCount() - 1;
      row.getSchema().getFields().subList(0, last).forEach(schema::addField);
      out.output(
          Row.withSchema(schema.build())
              .addValues(new ArrayList<>(row.getValues().subList(0, last)))
              .build());
    }
  }
}
