package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.ProtobufFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.RegistryServer;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Each format by way of a topic: written, and read with a record between that is none. */
@RunWith(JUnit4.class)
public class KafkaFormatsTest {

  private static final Schema SCHEMA =
      Schema.builder().addInt64Field("id").addStringField("name").build();

  /** What protoc makes of proto3 with a message Order { int64 id = 1; string name = 2; }. */
  private static final String DESCRIPTORS =
      "CkoKCnNob3AucHJvdG8SB3Nob3AudjEiKwoFT3JkZXISDgoCaWQYASABKANSAmlk"
          + "EhIKBG5hbWUYAiABKAlSBG5hbWViBnByb3RvMw==";

  // CSV has to quote it.
  private static final String NAME = "two, \"\u00fc\"";

  private static RegistryServer registry;

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @BeforeClass
  public static void startRegistry() throws IOException {
    registry = new RegistryServer();
  }

  @AfterClass
  public static void stopRegistry() {
    registry.close();
  }

  @Test
  public void avro_writesAndReads() {
    // Its text is cut off.
    writesAndReads(AvroFormat.of(), "040661");
  }

  @Test
  public void avroSingleObjects_writesAndReads() {
    // The fingerprint of no schema.
    writesAndReads(AvroFormat.of().singleObject(), "c3010000000000000000");
  }

  @Test
  public void avroOfARegistry_writesAndReads() {
    // The id of no schema.
    String topic =
        writesAndReads(
            AvroFormat.of().withRegistry(RestRegistry.at(registry.url())), "0000000063040661");
    assertThat(registry.asked(), hasItems("POST " + versionsOf(topic), "GET /schemas/ids/" + 0x63));
  }

  @Test
  public void protobuf_writesAndReads() {
    // Its number is cut off.
    writesAndReads(protobuf(), "0880");
  }

  @Test
  public void protobufWithAHeader_writesAndReads() {
    // Another message of the same file.
    writesAndReads(protobuf().withSchemaId(7), "00000000070202");
  }

  @Test
  public void jsonOfARegistry_writesAndReads() {
    // An id, and JSON that is cut off.
    String topic =
        writesAndReads(
            JsonFormat.of().withRegistry(RestRegistry.at(registry.url())),
            "00000000017b226964223a");
    assertThat(registry.asked(), hasItem("POST " + versionsOf(topic)));
  }

  @Test
  public void csv_writesAndReads() {
    // One column of two.
    writesAndReads(CsvFormat.of(), "32");
  }

  @Test
  public void idThatTheRegistryDoesNotHave_isRetryable() {
    RowFormat format = AvroFormat.of().withRegistry(RestRegistry.at(registry.url()));
    String topic = TestBroker.topic(1);
    for (String unreadable : List.of("0000000063040661", "63")) {
      TestBroker.write(
          new ProducerRecord<byte[], byte[]>(topic, 0, null, HexFormat.of().parseHex(unreadable)));
    }

    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows = pipeline.apply(read(topic, format).withDeadLetters(dead));
    dead.close();

    PAssert.that(rows).empty();
    PAssert.that(
            dead.collection()
                .apply(
                    "Severities",
                    MapElements.into(TypeDescriptors.strings())
                        .via(letter -> letter.source().position() + " " + letter.severity())))
        .containsInAnyOrder("0 retryable", "1 permanent");
    pipeline.run();
  }

  @Test
  public void idThatTheRegistryDoesNotHave_withoutDeadLetters_doesNotEndTheJobForGood() {
    RowFormat format = AvroFormat.of().withRegistry(RestRegistry.at(registry.url()));
    assertThat(endsForGood(format, "0000000063040661"), equalTo(false));
    assertThat(endsForGood(format, "63"), equalTo(true));
  }

  /** Whether a runner is told that it is final where such a record fails a job. */
  private static boolean endsForGood(RowFormat format, String unreadable) {
    String topic = TestBroker.topic(1);
    TestBroker.write(
        new ProducerRecord<byte[], byte[]>(topic, 0, null, HexFormat.of().parseHex(unreadable)));
    Pipeline reading = Pipeline.create();
    reading.apply(read(topic, format));
    assertThat(
        Leftovers.everything(assertThrows(Pipeline.PipelineExecutionException.class, reading::run)),
        containsString("KafkaRows.read: malformed: "));
    return NotedFinalFailure.SEEN.stream().anyMatch(each -> each.getMessage().contains(topic));
  }

  @Test
  public void registryThatIsAway_failsTheBundle_andNoRecord() throws IOException {
    try (RegistryServer own = new RegistryServer()) {
      RowFormat format = AvroFormat.of().withRegistry(RestRegistry.at(own.url()).withMaxRetries(0));
      String topic = TestBroker.topic(1);

      own.goAway(1);
      assertFailsForTheRegistry(() -> write(topic, format, 1, "one"));
      write(topic, format, 1, "one");

      Pipeline first = Pipeline.create();
      DeadLetters none = DeadLetters.in(first).collect();
      first.apply(read(topic, format).withDeadLetters(none));
      none.close();
      own.goAway(1);
      assertFailsForTheRegistry(first::run);

      // What a runner does that tries again.
      DeadLetters dead = DeadLetters.in(pipeline).collect();
      PCollection<Row> rows = pipeline.apply(read(topic, format).withDeadLetters(dead));
      dead.close();
      PAssert.that(texts(rows)).containsInAnyOrder("1 one at 0");
      PAssert.that(dead.collection()).empty();
      pipeline.run();
    }
  }

  /**
   * Writes a row, a record that the format cannot read, and another row, and reads them.
   *
   * @param unreadable in hexadecimal
   * @return the topic
   */
  private String writesAndReads(RowFormat format, String unreadable) {
    String topic = TestBroker.topic(1);
    write(topic, format, 1, "one");
    TestBroker.write(
        new ProducerRecord<byte[], byte[]>(topic, 0, null, HexFormat.of().parseHex(unreadable)));
    write(topic, format, 2, NAME);

    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows = pipeline.apply(read(topic, format).withDeadLetters(dead));
    dead.close();

    PAssert.that(texts(rows)).containsInAnyOrder("1 one at 0", "2 " + NAME + " at 2");
    PAssert.that(
            dead.collection()
                .apply(
                    "Letters",
                    MapElements.into(TypeDescriptors.strings())
                        .via(KafkaFormatsTest::textOfLetter)))
        .containsInAnyOrder(
            "KafkaRows.read malformed from "
                + topic
                + " partition 0 (offset 1) "
                + format.name()
                + " "
                + unreadable);
    pipeline.run();
    return topic;
  }

  private static void write(String topic, RowFormat format, long id, String name) {
    Pipeline writing = Pipeline.create();
    writing
        .apply(Create.of(Row.withSchema(SCHEMA).addValues(id, name).build()).withRowSchema(SCHEMA))
        .apply(KafkaRows.write(TestBroker.connection(), topic).withFormat(format));
    writing.run().waitUntilFinish();
  }

  private static ReadKafkaRows read(String topic, RowFormat format) {
    return KafkaRows.read(TestBroker.connection(), topic)
        .withSchema(SCHEMA)
        .withFormat(format)
        .bounded();
  }

  private static ProtobufFormat protobuf() {
    return ProtobufFormat.of(Base64.getDecoder().decode(DESCRIPTORS), "shop.v1.Order");
  }

  private static String versionsOf(String topic) {
    return "/subjects/" + topic + "-value/versions";
  }

  private static void assertFailsForTheRegistry(ThrowingRunnable job) {
    assertThat(
        Leftovers.everything(assertThrows(Pipeline.PipelineExecutionException.class, job)),
        allOf(containsString("UnavailableException"), containsString(" answered 503")));
  }

  private static PCollection<String> texts(PCollection<Row> rows) {
    return rows.apply(
        "Texts", MapElements.into(TypeDescriptors.strings()).via(KafkaFormatsTest::textOfRow));
  }

  private static String textOfRow(Row row) {
    return row.getInt64("id")
        + " "
        + row.getString("name")
        + " at "
        + Provenance.of(row).position();
  }

  private static String textOfLetter(DeadLetter letter) {
    return letter.step()
        + " "
        + letter.reason()
        + " from "
        + letter.source()
        + " "
        + letter.payloadFormat()
        + " "
        + HexFormat.of().formatHex(letter.payload());
  }
}
