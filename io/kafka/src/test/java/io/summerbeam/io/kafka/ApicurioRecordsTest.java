package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.ProtobufFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaReference;
import io.summerbeam.sdk.registry.SubjectVersion;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Records in a topic whose schemas are in Apicurio: of one writer, and of one that evolved. */
@RunWith(JUnit4.class)
public class ApicurioRecordsTest {

  private static final Schema FIRST =
      Schema.builder().addInt64Field("id").addStringField("name").build();
  private static final Schema SECOND =
      Schema.builder().addFields(FIRST.getFields()).addNullableStringField("city").build();
  private static final Schema INCOMPATIBLE =
      Schema.builder().addStringField("id").addStringField("name").build();

  private static final String MESSAGE =
      "syntax = \"proto3\";\npackage shop.v1;\nmessage Order {\n"
          + "  int64 id = 1;\n  string name = 2;\n";

  /** What protoc makes of the message, and of one with {@code string city = 3}. */
  private static final String DESCRIPTORS =
      "CkoKCnNob3AucHJvdG8SB3Nob3AudjEiKwoFT3JkZXISDgoCaWQYASABKANSAmlk"
          + "EhIKBG5hbWUYAiABKAlSBG5hbWViBnByb3RvMw==";

  private static final String SECOND_DESCRIPTORS =
      "Cl4KCnNob3AucHJvdG8SB3Nob3AudjEiPwoFT3JkZXISDgoCaWQYASABKANSAmlk"
          + "EhIKBG5hbWUYAiABKAlSBG5hbWUSEgoEY2l0eRgDIAEoCVIEY2l0eWIGcHJvdG8z";

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private final TestRegistry apicurio = TestRegistry.get();
  private final String topic = TestBroker.topic(1);
  private final String subject = topic + "-value";
  private final RestRegistry registry;
  private final AvroFormat avro;
  private final RowFormat json;

  public ApicurioRecordsTest() throws IOException {
    registry = apicurio.client();
    avro = AvroFormat.of().withRegistry(registry);
    json = JsonFormat.of().withRegistry(registry);
  }

  @Test
  public void avro_schemaIsRegistered_andARecordOfNoneIsADeadLetter() throws Exception {
    write(avro, row(FIRST, 1L, "one"));
    TestBroker.write(record("007fffffff02066f6e65"));
    SubjectVersion version = registry.latest(subject).orElseThrow();
    assertThat(version.version(), equalTo(1));
    assertThat(version.schema().kind(), equalTo(SchemaKind.AVRO));
    assertThat(ids(), equalTo(List.of(version.id(), Integer.MAX_VALUE)));

    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows = pipeline.apply(read(avro, FIRST).withDeadLetters(dead));
    dead.close();
    PAssert.that(texts("Texts", rows)).containsInAnyOrder("[1, one]");
    PAssert.that(
            dead.collection()
                .apply(
                    "Letters",
                    MapElements.into(TypeDescriptors.strings())
                        .via(letter -> letter.source().position() + " " + letter.message())))
        .containsInAnyOrder("1 the registry has no schema of the id " + Integer.MAX_VALUE);
    pipeline.run();
  }

  @Test
  public void avro_writerThatEvolved_isReadWithBothSchemas() throws Exception {
    write(avro, row(FIRST, 1L, "one"));
    apicurio.demand(subject, "BACKWARD");
    write(avro, row(SECOND, 2L, "two", "Paris"));
    assertTwoVersions(SchemaKind.AVRO);

    PAssert.that(texts("First", pipeline.apply("ReadFirst", read(avro, FIRST))))
        .containsInAnyOrder("[1, one]", "[2, two]");
    PAssert.that(texts("Second", pipeline.apply("ReadSecond", read(avro, SECOND))))
        .containsInAnyOrder("[1, one, null]", "[2, two, Paris]");
    pipeline.run();
  }

  @Test
  public void avro_schemaThatIsIncompatible_failsTheJob_andNothingIsWritten() throws Exception {
    write(avro, row(FIRST, 1L, "one"));
    apicurio.demand(subject, "BACKWARD");
    assertRefused(avro, row(INCOMPATIBLE, "2", "two"));
  }

  @Test
  public void avro_withReferences_isRead() throws Exception {
    String address =
        "{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"shop\",\"fields\":["
            + "{\"name\":\"city\",\"type\":\"string\"}]}";
    registry.register(topic + "-place", RegistrySchema.of(SchemaKind.AVRO, address));
    int id =
        registry.register(
            subject,
            RegistrySchema.of(
                    SchemaKind.AVRO,
                    "{\"type\":\"record\",\"name\":\"Visit\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"long\"},"
                        + "{\"name\":\"place\",\"type\":\"shop.Place\"}]}")
                .withReferences(
                    List.of(SchemaReference.of("shop.Place", topic + "-place", 1, address))));
    TestBroker.write(record("00" + HexFormat.of().toHexDigits(id) + "020a5061726973"));

    Schema schema =
        Schema.builder()
            .addInt64Field("id")
            .addRowField("place", Schema.of(Schema.Field.of("city", FieldType.STRING)))
            .build();
    PCollection<Row> rows = pipeline.apply(read(avro, schema));
    PAssert.that(
            rows.apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(row -> row.getInt64("id") + " " + row.getRow("place").getString("city"))))
        .containsInAnyOrder("1 Paris");
    pipeline.run();
  }

  @Test
  public void avro_withoutRegistering_schemaMustBeThere() throws Exception {
    String schema =
        "{\"type\":\"record\",\"name\":\"Order\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"name\",\"type\":\"string\"}]}";
    int id = registry.register(subject, RegistrySchema.of(SchemaKind.AVRO, schema));
    write(avro.withoutRegistering().withWriterSchema(schema), row(FIRST, 1L, "one"));
    assertThat(ids(), equalTo(List.of(id)));
    assertThat(
        Leftovers.everything(
            assertThrows(
                Pipeline.PipelineExecutionException.class,
                () -> write(avro.withoutRegistering(), row(SECOND, 2L, "two", null)))),
        containsString("is not registered under the subject '" + subject + "'. Register it"));
    assertThat(ids(), equalTo(List.of(id)));
  }

  @Test
  public void json_writerThatEvolved_isReadWithBothSchemas() throws Exception {
    write(json, row(FIRST, 1L, "one"));
    write(json, row(SECOND, 2L, "two", "Paris"));
    assertTwoVersions(SchemaKind.JSON);

    PAssert.that(texts("First", pipeline.apply("ReadFirst", read(json, FIRST))))
        .containsInAnyOrder("[1, one]", "[2, two]");
    PAssert.that(texts("Second", pipeline.apply("ReadSecond", read(json, SECOND))))
        .containsInAnyOrder("[1, one, null]", "[2, two, Paris]");
    pipeline.run();
  }

  @Test
  public void json_schemaThatIsIncompatible_failsTheJob_andNothingIsWritten() throws Exception {
    write(json, row(FIRST, 1L, "one"));
    apicurio.demand(subject, "BACKWARD");
    assertRefused(json, row(INCOMPATIBLE, "2", "two"));
    // Objects of the first schema may have any other property, a city that is a number, too.
    assertRefused(json, row(SECOND, 2L, "two", "Paris"));
  }

  @Test
  public void protobuf_writerThatEvolved_isReadWithBothDescriptors() throws Exception {
    ProtobufFormat first = protobuf(DESCRIPTORS);
    ProtobufFormat second = protobuf(SECOND_DESCRIPTORS);
    int firstId = registry.register(subject, RegistrySchema.of(SchemaKind.PROTOBUF, MESSAGE + "}"));
    write(first.withSchemaId(firstId), row(first.schema(), 1L, "one"));
    apicurio.demand(subject, "BACKWARD");
    int secondId =
        registry.register(
            subject, RegistrySchema.of(SchemaKind.PROTOBUF, MESSAGE + "  string city = 3;\n}"));
    write(second.withSchemaId(secondId), row(second.schema(), 2L, "two", "Paris"));
    assertThat(ids(), equalTo(List.of(firstId, secondId)));
    assertTwoVersions(SchemaKind.PROTOBUF);

    PAssert.that(
            texts(
                "First",
                pipeline.apply("ReadFirst", read(first.withRegistryHeader(), first.schema()))))
        .containsInAnyOrder("[1, one]", "[2, two]");
    PAssert.that(
            texts(
                "Second",
                pipeline.apply("ReadSecond", read(second.withRegistryHeader(), second.schema()))))
        .containsInAnyOrder("[1, one, ]", "[2, two, Paris]");
    pipeline.run();
  }

  /** That the records are of two versions, the second of which is the latest. */
  private void assertTwoVersions(SchemaKind kind) throws Exception {
    SubjectVersion latest = registry.latest(subject).orElseThrow();
    assertThat(latest.version(), equalTo(2));
    List<Integer> ids = ids();
    assertThat(ids.get(1), equalTo(latest.id()));
    for (int id : ids) {
      assertThat(registry.schema(id).orElseThrow().kind(), equalTo(kind));
    }
  }

  private void assertRefused(RowFormat format, Row row) throws Exception {
    assertThat(
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> write(format, row))),
        allOf(
            containsString("UnavailableException"),
            containsString(
                " answered 409 (error code 409): the schema is incompatible with an earlier"
                    + " version of its subject.")));
    assertThat(ids().size(), equalTo(1));
    assertThat(registry.latest(subject).orElseThrow().version(), equalTo(1));
  }

  /** The ids before the records. */
  private List<Integer> ids() throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : Written.records(TestBroker.connection(), topic)) {
      assertThat(each.value()[0], equalTo((byte) 0));
      ids.add(ByteBuffer.wrap(each.value()).getInt(1));
    }
    return ids;
  }

  private void write(RowFormat format, Row row) {
    Pipeline writing = Pipeline.create();
    writing
        .apply(Create.of(row).withRowSchema(row.getSchema()))
        .apply(KafkaRows.write(TestBroker.connection(), topic).withFormat(format));
    writing.run().waitUntilFinish();
  }

  private ReadKafkaRows read(RowFormat format, Schema schema) {
    return KafkaRows.read(TestBroker.connection(), topic)
        .withSchema(schema)
        .withFormat(format)
        .bounded();
  }

  private ProducerRecord<byte[], byte[]> record(String hex) {
    return new ProducerRecord<>(topic, 0, null, HexFormat.of().parseHex(hex));
  }

  private static ProtobufFormat protobuf(String descriptors) {
    return ProtobufFormat.of(Base64.getDecoder().decode(descriptors), "shop.v1.Order");
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private static PCollection<String> texts(String name, PCollection<Row> rows) {
    return rows.apply(
        name, MapElements.into(TypeDescriptors.strings()).via(ApicurioRecordsTest::textOf));
  }

  /** All values but the provenance, which is the last one. */
  private static String textOf(Row row) {
    List<Object> values = row.getValues();
    return values.subList(0, values.size() - 1).toString();
  }
}
