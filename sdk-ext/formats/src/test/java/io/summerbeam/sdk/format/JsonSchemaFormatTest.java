package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.join;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.schemafile.SchemaFile;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonSchemaFormatTest {

  private static final Schema ROWS =
      Schema.builder().addInt64Field("a").addNullableField("b", FieldType.STRING).build();
  private static final Row ROW = Row.withSchema(ROWS).addValues(1L, "x").build();
  private static final byte[] HEADER = {0, 0, 0, 0, 100};
  private static final byte[] JSON = "{\"a\":1,\"b\":\"x\"}".getBytes(StandardCharsets.UTF_8);

  private final MemoryRegistry registry = new MemoryRegistry();
  private final JsonSchemaFormat format = JsonFormat.of().withRegistry(registry);

  @Test
  public void records_haveTheIdOfTheirSchemaBeforeThem() throws Exception {
    RowEncoder encoder = format.forTopic("orders").encoder(ROWS);
    assertThat(encoder.encode(ROW), equalTo(join(HEADER, JSON)));
    assertThat(encoder.encode(ROW), equalTo(join(HEADER, JSON)));
    assertThat(registry.asked, equalTo(1));
    assertThat(registry.all().get(0).subject(), equalTo("orders-value"));
    assertThat(
        registry.all().get(0).schema(),
        equalTo(
            RegistrySchema.of(
                SchemaKind.JSON,
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\","
                    + "\"properties\":{\"a\":{\"type\":\"integer\"},"
                    + "\"b\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"]}")));
  }

  @Test
  public void records_areReadWithoutTheRegistry() throws Exception {
    registry.silent = true;
    assertThat(format.decoder(ROWS).decode(join(HEADER, JSON)), equalTo(ROW));
    assertThat(
        refusal(format.decoder(ROWS), JSON),
        containsString("must start with a registry's header, which begins with 0"));
    assertThat(refusal(format.decoder(ROWS), HEADER), equalTo("the record is empty"));
  }

  @Test
  public void idsThatTheRegistryDoesNotHave_areMalformed_whereThatIsAsked() throws Exception {
    RowDecoder decoder =
        format
            .refusingUnknownIds()
            .withSubject("s")
            .withoutRegistering()
            .forTopic("t")
            .decoder(ROWS);
    assertThat(
        refusal(decoder, join(HEADER, JSON)), equalTo("the registry has no schema of the id 100"));
    registry.add("any", RegistrySchema.of(SchemaKind.JSON, "{}"));
    registry.add("any", RegistrySchema.of(SchemaKind.AVRO, "{}"));
    byte[] avro = join(new byte[] {0, 0, 0, 0, 101}, JSON);
    for (int i = 0; i < 2; i++) {
      assertThat(decoder.decode(join(HEADER, JSON)), equalTo(ROW));
      assertThat(decoder.decode(join(HEADER, JSON)), equalTo(ROW));
      assertThat(
          refusal(decoder, avro),
          equalTo("the schema of the id 101 must be JSON, but is AVRO in the registry"));
    }
    assertThat("what is known is asked for once", registry.asked, equalTo(4));

    registry.silent = true;
    assertThat(decoder.decode(join(HEADER, JSON)), equalTo(ROW));
    assertThat(
        assertThrows(UnavailableException.class, () -> decoder.decode(avro)).getMessage(),
        equalTo("the registry is silent"));
  }

  @Test
  public void options_areThoseOfTheJsonAndOfTheRegistry() throws Exception {
    byte[] stranger = join(HEADER, "{\"a\":1,\"c\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(format.decoder(ROWS).decode(stranger).getInt64("a"), equalTo(1L));
    assertThat(
        refusal(
            JsonFormat.of().refusingUnknownFields().withRegistry(registry).decoder(ROWS), stranger),
        containsString("must have no keys but those of the schema"));

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> format.encoder(ROWS)).getMessage(),
        containsString("say withSubject(), or forTopic()"));
    RowEncoder strict = format.withSubject("mine").forTopic("t").withoutRegistering().encoder(ROWS);
    assertThat(
        assertThrows(UnavailableException.class, () -> strict.encode(ROW)).getMessage(),
        containsString("is not registered under the subject 'mine'"));
    assertThat(format.name(), equalTo("json-registry"));
    assertThat(SerializableUtils.clone(format).name(), equalTo("json-registry"));
  }

  @Test
  public void schema_isReadBackAsTheRows() {
    Schema inner = Schema.builder().addStringField("zip").build();
    Schema rows =
        Schema.builder()
            .addInt32Field("int32")
            .addInt64Field("int64")
            .addFloatField("float")
            .addDoubleField("double")
            .addDecimalField("decimal")
            .addBooleanField("boolean")
            .addByteArrayField("bytes")
            .addDateTimeField("at")
            .addLogicalTypeField("day", SqlTypes.DATE)
            .addField(Field.nullable("home", FieldType.row(inner)).withDescription("where"))
            .addArrayField("homes", FieldType.row(inner).withNullable(true))
            .addMapField("counts", FieldType.STRING, FieldType.INT64)
            .addNullableField("none", FieldType.array(FieldType.STRING))
            .build();
    assertThat(SchemaFile.parse(JsonSchemaText.of(rows), "derived"), equalTo(rows));
  }

  @Test
  public void schema_ofTypesThatJsonSchemaHasNot_isOfWhatIsWritten() {
    assertThat(property(FieldType.BYTE), equalTo("{\"type\":\"integer\",\"format\":\"int32\"}"));
    assertThat(
        property(FieldType.logicalType(new MicrosInstant())),
        equalTo("{\"type\":\"string\",\"format\":\"date-time\"}"));
    assertThat(property(FieldType.logicalType(SqlTypes.TIME)), equalTo("{\"type\":\"string\"}"));
    assertThat(
        property(FieldType.logicalType(EnumerationType.create("A"))),
        equalTo("{\"type\":\"string\"}"));
    assertThat(
        property(FieldType.map(FieldType.INT64, FieldType.STRING)),
        equalTo(
            "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"key\":{\"type\":"
                + "\"integer\"},\"value\":{\"type\":\"string\"}},\"required\":[\"key\","
                + "\"value\"]}}"));
  }

  private static String property(FieldType type) {
    String text = JsonSchemaText.of(Schema.of(Field.of("x", type)));
    String start = "\"properties\":{\"x\":";
    return text.substring(
        text.indexOf(start) + start.length(), text.lastIndexOf("},\"required\":[\"x\"]"));
  }
}
