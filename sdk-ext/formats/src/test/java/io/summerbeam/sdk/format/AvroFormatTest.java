package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.bytes;
import static io.summerbeam.sdk.format.AvroRecords.field;
import static io.summerbeam.sdk.format.AvroRecords.record;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class AvroFormatTest {

  private static final Schema INNER = Schema.builder().addStringField("zip").build();

  private static final Schema ALL =
      Schema.builder()
          .addBooleanField("boolean")
          .addByteField("byte")
          .addInt16Field("int16")
          .addInt32Field("int32")
          .addInt64Field("int64")
          .addFloatField("float")
          .addDoubleField("double")
          .addStringField("string")
          .addByteArrayField("bytes")
          .addDecimalField("decimal")
          .addDateTimeField("millis")
          .addLogicalTypeField("micros", new MicrosInstant())
          .addLogicalTypeField("day", SqlTypes.DATE)
          .addLogicalTypeField("time", SqlTypes.TIME)
          .addLogicalTypeField("local", SqlTypes.DATETIME)
          .addRowField("home", INNER)
          .addArrayField("tags", FieldType.STRING.withNullable(true))
          .addIterableField("homes", FieldType.row(INNER))
          .addMapField("counts", FieldType.STRING, FieldType.INT64)
          .addNullableField("none", FieldType.INT64)
          .addField(Field.nullable("some", FieldType.row(INNER)).withDescription("where else"))
          .build();

  private static final Row HOME = Row.withSchema(INNER).addValues("8001").build();

  private static final Row ALL_ROW =
      Row.withSchema(ALL)
          .attachValues(
              true,
              (byte) -1,
              (short) 300,
              70_000,
              -5_000_000_000L,
              1.5f,
              -0.1,
              "é𝄞",
              new byte[] {0, -1},
              new BigDecimal("-12.50"),
              Instant.ofEpochMilli(-1),
              java.time.Instant.ofEpochSecond(5, 1_000),
              LocalDate.of(1969, 12, 31),
              LocalTime.of(23, 59, 59, 999_999_000),
              LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1_000),
              HOME,
              Arrays.asList("a", null),
              List.of(HOME),
              Map.of("k", 1L),
              null,
              HOME);

  private static final AvroFormat FORMAT = AvroFormat.of().withDecimals(10, 2);

  @Test
  public void rows_ofAllTypes_comeBack() throws Exception {
    byte[] bytes = FORMAT.encoder(ALL).encode(ALL_ROW);
    assertThat(FORMAT.decoder(ALL).decode(bytes), equalTo(ALL_ROW));
    assertThat(SerializableUtils.clone(FORMAT), equalTo(FORMAT));
  }

  @Test
  public void derivedSchema_namesRecordsByTheirPlace() {
    assertThat(
        AvroDerivation.of(
                Schema.builder()
                    .addInt64Field("id")
                    .addField(Field.nullable("home", FieldType.row(INNER)).withDescription("d"))
                    .addArrayField("homes", FieldType.row(INNER))
                    .build(),
                null)
            .toString(),
        equalTo(
            record(
                    field("id", "\"long\""),
                    field(
                        "home",
                        "[\"null\",{\"type\":\"record\",\"name\":\"home\",\"namespace\":\"Row\","
                            + "\"fields\":["
                            + field("zip", "\"string\"")
                            + "]}]",
                        "\"doc\":\"d\"",
                        "\"default\":null"),
                    field(
                        "homes",
                        "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"homes\","
                            + "\"namespace\":\"Row\",\"fields\":["
                            + field("zip", "\"string\"")
                            + "]}}"))
                .replace("\"R\"", "\"Row\"")));
  }

  @Test
  public void typesWithoutForm_areRefused() {
    assertThat(
        refused(FieldType.logicalType(EnumerationType.create("A"))),
        containsString("field 'x' is of type LOGICAL_TYPE, which Avro has no form for"));
    assertThat(
        refused(FieldType.array(FieldType.map(FieldType.INT64, FieldType.STRING))),
        containsString("field 'x[*]' is a map whose keys are not strings"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> AvroFormat.of().encoder(Schema.of(Field.of("a-b", FieldType.INT64))))
            .getMessage(),
        containsString("field 'a-b' must have a name of letters, digits and _"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> AvroFormat.of().encoder(Schema.of(Field.of("x", FieldType.DECIMAL))))
            .getMessage(),
        containsString("field 'x' is a DECIMAL, of which Avro must know the number of digits"));
  }

  private static String refused(FieldType type) {
    Schema schema = Schema.of(Field.of("x", type));
    String message =
        assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().encoder(schema))
            .getMessage();
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().decoder(schema))
            .getMessage(),
        equalTo(message));
    return message;
  }

  @Test
  public void provenance_isNotWritten() throws Exception {
    Schema with = Provenance.addTo(INNER);
    Row row = Row.withSchema(with).addValues("8001", new byte[] {1}).build();
    assertThat(
        AvroFormat.of().encoder(with).encode(row),
        equalTo(AvroFormat.of().encoder(INNER).encode(HOME)));
  }

  @Test
  public void writersSchema_saysHowItIsWritten() throws Exception {
    String writer =
        record(
            field("extra", "\"string\"", "\"default\":\"e\""),
            field("kind", "{\"type\":\"enum\",\"name\":\"K\",\"symbols\":[\"A\",\"B\"]}"),
            field("key", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}"),
            field("number", "[\"long\",\"null\"]"),
            field("wide", "\"double\""),
            field(
                "price",
                "{\"type\":\"fixed\",\"name\":\"D\",\"size\":3,\"logicalType\":\"decimal\","
                    + "\"precision\":6,\"scale\":2}"),
            field("at", "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}"));
    Schema rows =
        Schema.builder()
            .addDateTimeField("at")
            .addDecimalField("price")
            .addFloatField("wide")
            .addNullableField("number", FieldType.INT32)
            .addByteArrayField("key")
            .addStringField("kind")
            .build();
    org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser().parse(writer);
    byte[] expected =
        bytes(
            writer,
            "e",
            new GenericData.EnumSymbol(avro.getField("kind").schema(), "B"),
            new GenericData.Fixed(avro.getField("key").schema(), new byte[] {1, 2}),
            5L,
            1.5,
            new GenericData.Fixed(avro.getField("price").schema(), new byte[] {-1, -1, -100}),
            2_000L);
    RowEncoder encoder = AvroFormat.of().withWriterSchema(writer).encoder(rows);
    assertThat(
        encoder.encode(
            row(
                rows,
                Instant.ofEpochMilli(2),
                new BigDecimal("-1"),
                1.5f,
                5,
                new byte[] {1, 2},
                "B")),
        equalTo(expected));

    Instant now = Instant.ofEpochMilli(2);
    BigDecimal one = BigDecimal.ONE;
    byte[] key = {1, 2};
    assertThat(
        unwritable(encoder, row(rows, now, one, 1f, 5, new byte[3], "A")),
        equalTo("field 'key' must have 2 bytes, but has 3"));
    assertThat(
        unwritable(encoder, row(rows, now, one, 1f, 5, key, "C")),
        equalTo("field 'kind' is none of the symbols of the writer's schema"));
    for (String bad : List.of("0.001", "12345", "1e10000", "-1e-9")) {
      assertThat(
          unwritable(encoder, row(rows, now, new BigDecimal(bad), 1f, 5, key, "A")),
          equalTo(
              "field 'price' must be a decimal of 6 digits, 2 of them behind the point, but has"
                  + " more"));
    }
    assertThat(
        unwritable(encoder, row(rows, Instant.ofEpochMilli(Long.MAX_VALUE), one, 1f, 5, key, "A")),
        equalTo("field 'at' is a time that is finer than the writer's schema, or beyond it"));
  }

  @Test
  public void writersSchema_mustHaveAllFieldsOfTheRows_andDefaultsForOthers() {
    Schema rows = Schema.builder().addInt64Field("a").build();
    assertThat(
        misfit(record(field("b", "\"long\"", "\"default\":1")), rows),
        equalTo(
            "The writer's Avro schema must fit the rows, but field 'a' of the rows is not in it."));
    assertThat(
        misfit(record(field("a", "\"long\""), field("b", "\"long\"")), rows),
        containsString("field 'b' has no default in it, and is not in the rows."));
    assertThat(
        misfit(record(field("a", "[\"long\",\"string\"]")), rows),
        containsString("field 'a' must be of one type, or of one and null, but is of"));
    assertThat(
        misfit(record(field("a", "\"int\"")), rows),
        containsString("field 'a' is int in it, which is no form of INT64."));
  }

  private static String misfit(String writer, Schema rows) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> AvroFormat.of().withWriterSchema(writer).encoder(rows))
        .getMessage();
  }

  @Test
  public void valuesThatWouldNotComeBack_areUnwritable() throws Exception {
    Schema rows =
        Schema.builder()
            .addNullableField("a", FieldType.STRING)
            .addNullableField("t", FieldType.logicalType(SqlTypes.TIME))
            .build();
    RowEncoder encoder = AvroFormat.of().encoder(rows);
    assertThat(
        unwritable(encoder, row(rows, "\uD800", null)),
        equalTo("field 'a' is a text with one half of a surrogate pair"));
    assertThat(
        unwritable(encoder, row(rows, null, LocalTime.ofNanoOfDay(1))),
        equalTo("field 't' is a time that is finer than the writer's schema, or beyond it"));
    assertThat(
        unwritable(encoder, row(rows, 1L, null)),
        equalTo("a value of the row has no form in Avro"));
    assertThat(
        unwritable(
            AvroFormat.of()
                .withWriterSchema(
                    record(
                        field("a", "\"string\""),
                        field("t", "{\"type\":\"long\",\"logicalType\":\"time-micros\"}")))
                .encoder(rows),
            row(rows, "x", null)),
        equalTo("field 't' is null, which the writer's schema does not allow"));
    // It can be used again.
    assertThat(encoder.encode(row(rows, null, null)), equalTo(new byte[] {0, 0}));
  }

  @Test
  public void largeRecords_areWrittenWhole() throws Exception {
    Schema rows = Schema.builder().addStringField("a").addStringField("b").build();
    Row row = row(rows, "x".repeat(3_000_000), "y");
    RowEncoder encoder = AvroFormat.of().encoder(rows);
    assertThat(AvroFormat.of().decoder(rows).decode(encoder.encode(row)), equalTo(row));
    Row small = row(rows, "x", "y");
    assertThat(AvroFormat.of().decoder(rows).decode(encoder.encode(small)), equalTo(small));
  }

  @Test
  public void singleObject_isAvrosOwn() throws Exception {
    String writer = record(field("zip", "\"string\""));
    org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser().parse(writer);
    AvroFormat format = AvroFormat.of().singleObject().withWriterSchema(writer);
    GenericData.Record record = new GenericData.Record(avro);
    record.put(0, "8001");
    byte[] bytes = format.encoder(INNER).encode(HOME);
    assertThat(
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), avro).encode(record).array(),
        equalTo(bytes));
    assertThat(
        new BinaryMessageDecoder<GenericRecord>(GenericData.get(), avro)
            .decode(bytes)
            .get(0)
            .toString(),
        equalTo("8001"));
    assertThat(format.decoder(INNER).decode(bytes), equalTo(HOME));
    assertThat(
        AvroFormat.of().singleObject().withKnownSchemas(writer).decoder(INNER).decode(bytes),
        equalTo(HOME));
  }

  @Test
  public void singleObject_ofSchemasUnknownOrThatDoNotFit_isMalformed() throws Exception {
    String other = record(field("zip", "\"long\""));
    byte[] bytes =
        AvroFormat.of()
            .singleObject()
            .withWriterSchema(other)
            .encoder(Schema.builder().addInt64Field("zip").build())
            .encode(
                Row.withSchema(Schema.builder().addInt64Field("zip").build())
                    .addValues(1L)
                    .build());
    String print = AvroSingleObject.fingerprint(new org.apache.avro.Schema.Parser().parse(other));
    assertThat(
        refusal(AvroFormat.of().singleObject().decoder(INNER), bytes),
        equalTo("the writer's schema (" + print + ") is none of the 1 known"));
    RowDecoder known = AvroFormat.of().singleObject().withKnownSchemas(other).decoder(INNER);
    String misfit =
        "the writer's schema ("
            + print
            + ") does not fit the reader's ("
            + AvroSingleObject.fingerprint(AvroDerivation.of(INNER, null))
            + "): field 'zip' is long in it, which is no form of STRING";
    assertThat(refusal(known, bytes), equalTo(misfit));
    assertThat(refusal(known, bytes), equalTo(misfit));
    for (byte[] bad : new byte[][] {{}, {(byte) 0xC3}, new byte[20], {(byte) 0xC3, 2, 0, 0}}) {
      assertThat(
          refusal(known, bad),
          equalTo(
              "the record must start with the header of Avro's single-object encoding, but does"
                  + " not"));
    }
  }

  @Test
  public void settings_thatAreNone_areRefused() {
    for (String bad : List.of("", "{", "\"int\"", "{\"type\":\"recrd\"}")) {
      assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withWriterSchema(bad));
      assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withReaderSchema(bad));
      assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withKnownSchemas(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withDecimals(0, 0));
    assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withDecimals(3, 4));
    assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().withSubject(""));
    assertThrows(
        IllegalArgumentException.class,
        () -> AvroFormat.of().withKnownSchemas(record()).decoder(INNER));
  }

  @Test
  public void names_tellWhatStandsBeforeTheRecord() {
    assertThat(AvroFormat.of().name(), equalTo("avro"));
    assertThat(AvroFormat.of().singleObject().name(), equalTo("avro-single-object"));
    assertThat(AvroFormat.of().forTopic("t"), equalTo(AvroFormat.of()));
    JsonFormat json = JsonFormat.of();
    assertThat(json.forTopic("t"), sameInstance(json));
  }

  private static String unwritable(RowEncoder encoder, Row row) {
    return assertThrows(UnwritableException.class, () -> encoder.encode(row)).getMessage();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(values);
  }
}
