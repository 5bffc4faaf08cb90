package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.bytes;
import static io.summerbeam.sdk.format.AvroRecords.field;
import static io.summerbeam.sdk.format.AvroRecords.record;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The writer's schema is not the reader's. */
@RunWith(JUnit4.class)
public class AvroEvolutionTest {

  private static final String COLOR =
      "{\"type\":\"enum\",\"name\":\"Color\",\"symbols\":[\"RED\",\"BLUE\"]}";

  @Test
  public void fields_areFoundByName_andOthersPassedOver() throws Exception {
    String writer =
        record(
            field("b", "\"string\""),
            field("more", "{\"type\":\"array\",\"items\":[\"null\",\"double\"]}"),
            field("a", "\"long\""));
    Schema rows = Schema.builder().addInt64Field("a").addStringField("b").build();
    Row row =
        AvroFormat.of()
            .withWriterSchema(writer)
            .decoder(rows)
            .decode(bytes(writer, "x", Arrays.asList(1.5, null), 7L));
    assertThat(row, equalTo(Row.withSchema(rows).addValues(7L, "x").build()));
  }

  @Test
  public void field_theWriterHasNot_isNull_whereItMayBe() throws Exception {
    String writer = record(field("a", "\"long\""));
    Schema rows =
        Schema.builder().addInt64Field("a").addNullableField("b", FieldType.STRING).build();
    assertThat(
        AvroFormat.of().withWriterSchema(writer).decoder(rows).decode(bytes(writer, 7L)),
        equalTo(Row.withSchema(rows).addValues(7L, null).build()));
    assertThat(
        mismatch(AvroFormat.of().withWriterSchema(writer), Field.of("b", FieldType.STRING)),
        containsString("field 'b' is not in it, and may not be null."));
  }

  @Test
  public void numbers_arePromoted() throws Exception {
    assertThat(read("\"int\"", 5, FieldType.INT64), equalTo(5L));
    assertThat(read("\"int\"", 5, FieldType.FLOAT), equalTo(5f));
    assertThat(read("\"int\"", 5, FieldType.DOUBLE), equalTo(5d));
    assertThat(read("\"long\"", 5L, FieldType.FLOAT), equalTo(5f));
    assertThat(read("\"long\"", 5L, FieldType.DOUBLE), equalTo(5d));
    assertThat(read("\"float\"", 1.5f, FieldType.DOUBLE), equalTo(1.5d));
    assertThat(read("\"int\"", -128, FieldType.BYTE), equalTo((byte) -128));
    assertThat(read("\"int\"", 32767, FieldType.INT16), equalTo((short) 32767));
    assertThat(
        malformed("\"int\"", 128, FieldType.BYTE),
        equalTo("field 'x' must be a whole number (BYTE), but is outside of it"));
  }

  @Test
  public void textsAndBytes_areReadAsEachOther() throws Exception {
    assertThat(
        read("\"bytes\"", ByteBuffer.wrap(new byte[] {65}), FieldType.STRING), equalTo("A"));
    assertThat(read("\"string\"", "A", FieldType.BYTES), equalTo(new byte[] {65}));
    assertThat(
        malformed("\"bytes\"", ByteBuffer.wrap(new byte[] {-1}), FieldType.STRING),
        equalTo("the record has a string that is not UTF-8"));
  }

  @Test
  public void numbersAndBytes_areReadWhateverTheirLogicalTypeIs() throws Exception {
    String time = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
    assertThat(read(time, 5L, FieldType.INT64), equalTo(5L));
    String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}";
    assertThat(
        read(decimal, ByteBuffer.wrap(new byte[] {5}), FieldType.BYTES), equalTo(new byte[] {5}));
  }

  @Test
  public void times_areConverted_whereNothingIsLost() throws Exception {
    String millis = "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}";
    String micros = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
    assertThat(
        read(millis, -1L, FieldType.logicalType(new MicrosInstant())),
        equalTo(Instant.ofEpochMilli(-1)));
    assertThat(
        read(micros, -1_000L, FieldType.DATETIME),
        equalTo(org.joda.time.Instant.ofEpochMilli(-1)));
    assertThat(
        malformed(micros, 1_001L, FieldType.DATETIME),
        equalTo("field 'x' must be a time in whole milliseconds (DATETIME), but is finer"));
    assertThat(
        malformed(
            "{\"type\":\"int\",\"logicalType\":\"time-millis\"}",
            86_400_000,
            FieldType.logicalType(SqlTypes.TIME)),
        equalTo("field 'x' must be a time of day (TIME), but is outside of a day"));
  }

  @Test
  public void union_isReadAsTheTypeThatAllAre() throws Exception {
    String union = "[\"int\",\"null\",\"long\"]";
    assertThat(read(union, 5, FieldType.INT64), equalTo(5L));
    assertThat(read(union, 5L, FieldType.INT64), equalTo(5L));
    assertThat(read(union, null, FieldType.INT64.withNullable(true)), equalTo(null));
    assertThat(
        malformed(union, null, FieldType.INT64), equalTo("field 'x' must not be null, but is"));
    assertThat(
        mismatch("[\"int\",\"string\"]", FieldType.STRING),
        containsString("field 'x' is int in it, which is no form of STRING."));
  }

  @Test
  public void typesThatAreNoFormOfEachOther_areRefused() {
    assertThat(
        mismatch("\"string\"", FieldType.INT64),
        equalTo(
            "withWriterSchema() must be given a schema that fits the rows, but field 'x' is string"
                + " in it, which is no form of INT64."));
    assertThat(mismatch("\"long\"", FieldType.INT32), containsString("is long in it"));
    assertThat(mismatch("\"double\"", FieldType.FLOAT), containsString("is double in it"));
    assertThat(mismatch("\"long\"", FieldType.DATETIME), containsString("no form of DATETIME"));
    assertThat(mismatch("\"bytes\"", FieldType.DECIMAL), containsString("no form of DECIMAL"));
    assertThat(mismatch("\"null\"", FieldType.STRING), containsString("is null in it"));
    assertThat(
        mismatch("\"int\"", FieldType.logicalType(SqlTypes.DATE)),
        containsString("no form of beam:logical_type:date:v1"));
    assertThat(
        mismatch("{\"type\":\"array\",\"items\":\"int\"}", FieldType.STRING),
        containsString("field 'x' is array in it"));
    assertThat(
        mismatch(
            "{\"type\":\"map\",\"values\":\"int\"}", FieldType.map(FieldType.STRING, FieldType.STRING)),
        containsString("field 'x{*}' is int in it"));
    assertThat(
        mismatch(COLOR, FieldType.row(Schema.builder().build())), containsString("is enum in it"));
  }

  @Test
  public void defaultsOfTheReader_standForWhatTheWriterHasNot() throws Exception {
    String writer = record(field("a", "\"int\""));
    String reader =
        record(
            field("a", "\"long\""),
            field("text", "\"string\"", "\"default\":\"none\""),
            field("none", "[\"null\",\"int\"]", "\"default\":null"),
            field("one", "[\"int\",\"null\"]", "\"default\":1"),
            field("list", "{\"type\":\"array\",\"items\":\"string\"}", "\"default\":[\"x\",\"y\"]"),
            field(
                "price",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2}",
                "\"default\":\"\\u0001\""),
            field(
                "inner",
                "{\"type\":\"record\",\"name\":\"I\",\"fields\":["
                    + field("n", "\"int\"", "\"default\":3")
                    + "]}",
                "\"default\":{}"));
    Schema inner = Schema.builder().addInt32Field("n").build();
    Schema rows =
        Schema.builder()
            .addInt64Field("a")
            .addStringField("text")
            .addNullableField("none", FieldType.INT32)
            .addNullableField("one", FieldType.INT32)
            .addArrayField("list", FieldType.STRING)
            .addDecimalField("price")
            .addRowField("inner", inner)
            .build();
    Row row =
        AvroFormat.of()
            .withWriterSchema(writer)
            .withReaderSchema(reader)
            .decoder(rows)
            .decode(bytes(writer, 7));
    assertThat(
        row,
        equalTo(
            Row.withSchema(rows)
                .addValues(
                    7L,
                    "none",
                    null,
                    1,
                    List.of("x", "y"),
                    new BigDecimal("0.01"),
                    Row.withSchema(inner).addValues(3).build())
                .build()));
  }

  @Test
  public void readersSchema_withoutDefault_refusesAWriterWithoutTheField() {
    AvroFormat format =
        AvroFormat.of()
            .withWriterSchema(record(field("a", "\"int\"")))
            .withReaderSchema(record(field("b", "[\"null\",\"int\"]")));
    assertThat(
        mismatch(format, Field.nullable("b", FieldType.INT32)),
        containsString("field 'b' is not in it, and has no default in the reader's schema."));
  }

  @Test
  public void aliases_findWhatTheWriterCallsOtherwise() throws Exception {
    String writer = record(field("old", "\"int\""), field("b", "\"int\""));
    String reader =
        record(
            field("new", "\"int\"", "\"aliases\":[\"b\",\"older\",\"old\"]"),
            field("b", "\"int\""));
    Schema rows = Schema.builder().addInt32Field("new").addInt32Field("b").build();
    assertThat(
        AvroFormat.of()
            .withWriterSchema(writer)
            .withReaderSchema(reader)
            .decoder(rows)
            .decode(bytes(writer, 1, 2)),
        equalTo(Row.withSchema(rows).addValues(1, 2).build()));
  }

  @Test
  public void symbols_theReaderHasNot_areItsDefault_orMalformed() throws Exception {
    String writer = record(field("x", COLOR));
    byte[] blue =
        bytes(
            writer,
            new GenericData.EnumSymbol(
                new org.apache.avro.Schema.Parser().parse(writer).getField("x").schema(), "BLUE"));
    Schema rows = Schema.builder().addStringField("x").build();
    String red = "{\"type\":\"enum\",\"name\":\"Color\",\"symbols\":[\"RED\",\"NONE\"]";
    AvroFormat format = AvroFormat.of().withWriterSchema(writer);

    assertThat(format.decoder(rows).decode(blue).getValue(0), equalTo((Object) "BLUE"));
    assertThat(
        format
            .withReaderSchema(record(field("x", red + ",\"default\":\"NONE\"}")))
            .decoder(rows)
            .decode(blue)
            .getValue(0),
        equalTo((Object) "NONE"));
    assertThat(
        Decoding.refusal(
            format.withReaderSchema(record(field("x", red + "}"))).decoder(rows), blue),
        equalTo("field 'x' has a symbol that the reader's schema has not, and no default"));
  }

  @Test
  public void nestedRecords_evolveToo() throws Exception {
    String inner = "{\"type\":\"record\",\"name\":\"I%s\",\"fields\":[%s]}";
    String writer =
        record(
            field(
                "m",
                "{\"type\":\"map\",\"values\":"
                    + String.format(inner, 1, field("old", "\"int\"") + "," + field("c", "\"int\""))
                    + "}"));
    String reader =
        record(
            field(
                "m",
                "{\"type\":\"map\",\"values\":"
                    + String.format(inner, 2, field("new", "\"int\"", "\"aliases\":[\"old\"]"))
                    + "}"));
    org.apache.avro.Schema value =
        new org.apache.avro.Schema.Parser().parse(writer).getField("m").schema().getValueType();
    GenericData.Record record = new GenericData.Record(value);
    record.put("old", 1);
    record.put("c", 2);
    Schema innerRows = Schema.builder().addInt32Field("new").build();
    Schema rows =
        Schema.builder().addMapField("m", FieldType.STRING, FieldType.row(innerRows)).build();
    assertThat(
        AvroFormat.of()
            .withWriterSchema(writer)
            .withReaderSchema(reader)
            .decoder(rows)
            .decode(bytes(writer, Map.of("k", record))),
        equalTo(
            Row.withSchema(rows)
                .addValues(Map.of("k", Row.withSchema(innerRows).addValues(1).build()))
                .build()));
  }

  @Test
  public void readersSchema_mustFitTheRows() {
    AvroFormat format = AvroFormat.of().withReaderSchema(record(field("a", "\"int\"")));
    assertThat(
        mismatch(format, Field.of("b", FieldType.INT32)),
        containsString(
            "withReaderSchema() must be given a schema that fits the rows, but field 'b' is not in"
                + " the reader's schema."));
    assertThat(
        mismatch(format, Field.of("a", FieldType.STRING)), containsString("is int in it"));
  }

  private static Object read(String type, Object value, FieldType as) throws Exception {
    String writer = record(field("x", type));
    return AvroFormat.of()
        .withWriterSchema(writer)
        .decoder(Schema.of(Field.of("x", as)))
        .decode(bytes(writer, value))
        .getValue(0);
  }

  private static String malformed(String type, Object value, FieldType as) {
    String writer = record(field("x", type));
    return Decoding.refusal(
        AvroFormat.of().withWriterSchema(writer).decoder(Schema.of(Field.of("x", as))),
        bytes(writer, value));
  }

  private static String mismatch(String type, FieldType as) {
    return mismatch(
        AvroFormat.of().withWriterSchema(record(field("x", type))), Field.of("x", as));
  }

  private static String mismatch(AvroFormat format, Field field) {
    return assertThrows(
            IllegalArgumentException.class, () -> format.decoder(Schema.of(field)))
        .getMessage();
  }
}
