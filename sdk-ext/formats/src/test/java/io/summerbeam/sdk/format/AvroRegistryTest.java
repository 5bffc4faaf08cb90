package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.bytes;
import static io.summerbeam.sdk.format.AvroRecords.field;
import static io.summerbeam.sdk.format.AvroRecords.join;
import static io.summerbeam.sdk.format.AvroRecords.record;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaReference;
import io.summerbeam.sdk.registry.SubjectVersion;
import io.summerbeam.sdk.registry.UnusableSchemaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class AvroRegistryTest {

  private static final Schema ROWS =
      Schema.builder().addInt64Field("a").addNullableField("b", FieldType.STRING).build();
  private static final String FIRST = record(field("a", "\"int\""));
  private static final String SECOND =
      record(field("b", "\"string\""), field("a", "\"long\""), field("c", "\"int\""));
  // The reader's, where none was given, is the one that follows from the Rows.
  private static final String DOES_NOT_FIT =
      ") does not fit the reader's ("
          + AvroSingleObject.fingerprint(AvroDerivation.of(ROWS, null))
          + "): ";

  private final MemoryRegistry registry = new MemoryRegistry();
  private final AvroFormat format = AvroFormat.of().withRegistry(registry);
  private final RowDecoder decoder = format.decoder(ROWS);

  @Test
  public void eachRecord_isReadWithItsWritersSchema() throws Exception {
    byte[] first = framed(avro(FIRST), bytes(FIRST, 1));
    byte[] second = framed(avro(SECOND), bytes(SECOND, "x", 2L, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(decoder.decode(first), equalTo(row(1L, null)));
      assertThat(decoder.decode(second), equalTo(row(2L, "x")));
    }
    assertThat(registry.asked, equalTo(2));
  }

  @Test
  public void schemaWithReferences_isReadBehindThem() throws Exception {
    RegistrySchema schema =
        avro(record(field("inner", "\"io.Inner\""), field("a", "\"int\"")))
            .withReferences(
                List.of(
                    SchemaReference.of(
                        "io.Inner",
                        "inner",
                        1,
                        "{\"type\":\"record\",\"name\":\"io.Inner\",\"fields\":["
                            + field("n", "\"int\"")
                            + "]}")));
    assertThat(decoder.decode(framed(schema, new byte[] {8, 6})), equalTo(row(3L, null)));
  }

  @Test
  public void writersSchema_thatDoesNotFit_isNamedByItsId_besideTheReaders() throws Exception {
    byte[] bad = framed(avro(record(field("b", "\"string\""))), new byte[] {0});
    assertThat(
        refusal(decoder, bad),
        equalTo(
            "the writer's schema (id 100"
                + DOES_NOT_FIT
                + "field 'a' is not in it, and may not be null"));
    assertThat("asked for the writer's only", registry.asked, equalTo(1));
    String reader = record(field("a", "\"long\""), field("b", "\"string\""));
    assertThat(
        refusal(format.withReaderSchema(reader).decoder(ROWS), bad),
        equalTo(
            "the writer's schema (id 100) does not fit the reader's ("
                + AvroSingleObject.fingerprint(new org.apache.avro.Schema.Parser().parse(reader))
                + "): field 'a' is not in it, and has no default in the reader's schema"));
  }

  @Test
  public void readersSchema_ofDecimals_isNamedAsTheOneThatIsWritten() throws Exception {
    Schema rows = Schema.builder().addDecimalField("price").build();
    byte[] bad = framed(avro(FIRST), bytes(FIRST, 1));
    String expected =
        "the writer's schema (id 100) does not fit the reader's ("
            + AvroSingleObject.fingerprint(AvroDerivation.of(rows, new AvroDecimals(5, 2)))
            + "): field 'price' is not in it, and may not be null";
    assertThat(refusal(format.decoder(rows), bad), equalTo(expected));
    assertThat(refusal(format.withDecimals(5, 2).decoder(rows), bad), equalTo(expected));
  }

  @Test
  public void idsThatLeadToNoRecord_areMalformed() {
    assertThat(refusal(decoder, header(-5)), equalTo("the registry has no schema of the id -5"));
    assertThat(
        refusal(decoder, framed(RegistrySchema.of(SchemaKind.JSON, "{}"), new byte[0])),
        equalTo("the schema of the id 100 must be AVRO, but is JSON in the registry"));
    assertThat(
        refusal(decoder, framed(avro("{\"type\":\"recor"), new byte[0])),
        equalTo("the writer's schema (id 101" + DOES_NOT_FIT + "it is none that Avro can read"));
    assertThat(
        refusal(decoder, framed(avro("\"int\""), new byte[0])),
        equalTo("the writer's schema (id 102" + DOES_NOT_FIT + "it is no record"));
  }

  @Test
  public void idThatIsNotKnownYet_isRetryable_andNoOtherIs() throws Exception {
    byte[] record = join(header(100), bytes(FIRST, 1));
    assertThat(isRetryable(record), equalTo(true));
    registry.add("any", avro(FIRST));
    assertThat(decoder.decode(record), equalTo(row(1L, null)));

    byte[] json = framed(RegistrySchema.of(SchemaKind.JSON, "{}"), new byte[0]);
    assertThat(isRetryable(json), equalTo(false));
    assertThat(isRetryable(header(100)), equalTo(false));
    assertThat(isRetryable(new byte[4]), equalTo(false));
  }

  @Test
  public void schemaThatAvroThrowsAnythingFor_isMalformed() {
    // "order" is no word that it knows, and no word at all.
    for (String order : List.of("\"x\"", "1")) {
      byte[] record =
          framed(avro(record(field("a", "\"int\"", "\"order\":" + order))), new byte[1]);
      assertThat(
          refusal(decoder, record), endsWith(DOES_NOT_FIT + "it is none that Avro can read"));
    }
  }

  @Test
  public void schemaThatCannotBeUsed_isTheFaultOfItsRecords_andNamedByItsId() throws Exception {
    byte[] record = framed(avro(FIRST), bytes(FIRST, 1));
    for (boolean retryable : List.of(true, false)) {
      registry.unusable = new UnusableSchemaException("it is odd", retryable, null);
      assertThat(
          refusal(decoder, record), equalTo("the schema of the id 100 cannot be used: it is odd"));
      assertThat(isRetryable(record), equalTo(retryable));
    }
    registry.unusable = null;
    assertThat(decoder.decode(record), equalTo(row(1L, null)));
  }

  @Test
  public void header_thatIsNone_isMalformed() {
    assertThat(
        refusal(decoder, new byte[4]),
        equalTo("the record must start with a registry's header of 5 bytes, but has 4"));
    assertThat(
        refusal(decoder, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
        equalTo(
            "the record must start with a registry's header, which begins with 0, but begins with"
                + " 123"));
  }

  @Test
  public void registryThatDoesNotAnswer_isNoFaultOfTheRecord() throws Exception {
    byte[] record = framed(avro(FIRST), bytes(FIRST, 1));
    registry.silent = true;
    assertThat(
        assertThrows(UnavailableException.class, () -> decoder.decode(record)).getMessage(),
        equalTo("the registry is silent"));
    RowEncoder encoder = format.withSubject("s").encoder(ROWS);
    assertThrows(UnavailableException.class, () -> encoder.encode(row(1L, null)));
    registry.silent = false;
    assertThat(decoder.decode(record), equalTo(row(1L, null)));
    assertThat(decoder.decode(encoder.encode(row(1L, "x"))), equalTo(row(1L, "x")));
  }

  @Test
  public void schema_isRegisteredOnce_underTheTopicsSubject() throws Exception {
    AvroFormat ofTopic = format.forTopic("orders");
    RowEncoder encoder = ofTopic.encoder(ROWS);
    assertThat(registry.asked, equalTo(0));
    byte[] record = encoder.encode(row(1L, "x"));
    encoder.encode(row(2L, null));
    assertThat(registry.asked, equalTo(1));
    assertThat(
        registry.all(),
        contains(
            SubjectVersion.of(
                "orders-value", 1, 100, avro(AvroDerivation.of(ROWS, null).toString()))));
    assertThat(ByteBuffer.wrap(record).getInt(1), equalTo(100));
    assertThat(record[0], equalTo((byte) 0));
    assertThat(decoder.decode(record), equalTo(row(1L, "x")));
    assertThat(ofTopic.name(), equalTo("avro-registry"));
  }

  @Test
  public void subject_thatWasGiven_isNotTheTopics() throws Exception {
    format.withSubject("mine").forTopic("orders").encoder(ROWS).encode(row(1L, null));
    assertThat(registry.all().get(0).subject(), equalTo("mine"));
  }

  @Test
  public void writersSchema_isRegisteredAsItWasGiven() throws Exception {
    String text = " " + record(field("a", "\"long\""), field("b", "[\"null\",\"string\"]"));
    format.withSubject("s").withWriterSchema(text).encoder(ROWS).encode(row(1L, null));
    assertThat(registry.all().get(0).schema(), equalTo(avro(text)));
  }

  @Test
  public void withoutRegistering_schemaMustBeThere() throws Exception {
    RowEncoder encoder = format.withSubject("s").withoutRegistering().encoder(ROWS);
    assertThat(
        assertThrows(UnavailableException.class, () -> encoder.encode(row(1L, null))).getMessage(),
        containsString("is not registered under the subject 's'. Register it"));
    assertThat(registry.all().size(), equalTo(0));
    registry.add("s", avro(AvroDerivation.of(ROWS, null).toString()));
    assertThat(decoder.decode(encoder.encode(row(1L, null))), equalTo(row(1L, null)));
  }

  @Test
  public void encoder_withoutSubject_orWithSingleObjects_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> format.encoder(ROWS)).getMessage(),
        containsString("say withSubject(), or forTopic()"));
    assertThrows(IllegalArgumentException.class, () -> format.singleObject().decoder(ROWS));
  }

  private boolean isRetryable(byte[] record) {
    return assertThrows(MalformedException.class, () -> decoder.decode(record)).isRetryable();
  }

  private byte[] framed(RegistrySchema schema, byte[] record) {
    return join(header(registry.add("any", schema)), record);
  }

  private static byte[] header(int id) {
    return ByteBuffer.allocate(5).putInt(1, id).array();
  }

  private static RegistrySchema avro(String text) {
    return RegistrySchema.of(SchemaKind.AVRO, text);
  }

  private static Row row(Object... values) {
    return Row.withSchema(ROWS).attachValues(values);
  }
}
