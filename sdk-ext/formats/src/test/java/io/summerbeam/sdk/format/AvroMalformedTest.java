package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.bytes;
import static io.summerbeam.sdk.format.AvroRecords.field;
import static io.summerbeam.sdk.format.AvroRecords.record;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Bytes that are not exactly one record. */
@RunWith(JUnit4.class)
public class AvroMalformedTest {

  private static final String CUT_OFF =
      "the record is cut off: it has less bytes than its schema tells";
  private static final String TOO_LONG =
      "the record tells a length that is more than it has bytes";

  @Test
  public void cutOffAnywhere_malformed() throws Exception {
    Schema schema =
        Schema.builder()
            .addStringField("s")
            .addInt64Field("l")
            .addDoubleField("d")
            .addFloatField("f")
            .addArrayField("a", FieldType.INT64)
            .addMapField("m", FieldType.STRING, FieldType.BOOLEAN)
            .addNullableField("n", FieldType.BYTES)
            .build();
    byte[] whole =
        AvroFormat.of()
            .encoder(schema)
            .encode(
                Row.withSchema(schema)
                    .addValues(
                        "text",
                        Long.MIN_VALUE,
                        1.5,
                        2.5f,
                        List.of(1L, -1L),
                        Map.of("k", true),
                        new byte[] {1, 2})
                    .build());
    RowDecoder decoder = AvroFormat.of().decoder(schema);
    for (int length = 0; length < whole.length; length++) {
      assertThat(
          refusal(decoder, Arrays.copyOf(whole, length)),
          anyOf(equalTo(CUT_OFF), equalTo(TOO_LONG)));
    }
    assertThat(
        refusal(decoder, Arrays.copyOf(whole, whole.length + 2)),
        equalTo("the record has 2 more bytes than its schema tells"));
    assertThat(decoder.decode(whole).getString("s"), equalTo("text"));
  }

  @Test
  public void lengths_thatAreTold_takeNoMemory() {
    byte[] most = varint(Integer.MAX_VALUE);
    byte[] beyond = varint(Long.MAX_VALUE);
    byte[] negative = varint(-1);
    for (byte[] length : new byte[][] {most, beyond, negative}) {
      assertThat(refusal(decoder(FieldType.BYTES), length), equalTo(TOO_LONG));
      assertThat(refusal(decoder(FieldType.STRING), length), equalTo(TOO_LONG));
    }
    for (byte[] count : new byte[][] {most, beyond, varint(Long.MIN_VALUE)}) {
      assertThat(refusal(decoder(FieldType.array(FieldType.INT64)), count(count)), equalTo(TOO_LONG));
      assertThat(
          refusal(decoder(FieldType.map(FieldType.STRING, FieldType.INT64)), count(count)),
          equalTo(TOO_LONG));
    }
    // A block of -1 elements of so many bytes.
    assertThat(
        refusal(decoder(FieldType.array(FieldType.INT64)), AvroRecords.join(negative, beyond)),
        equalTo(TOO_LONG));
  }

  @Test
  public void elementsOfNoBytes_areBounded() throws Exception {
    FieldType empty = FieldType.array(FieldType.row(Schema.builder().build()));
    byte[] some = AvroRecords.join(varint(AvroInput.MAX_EMPTY_ELEMENTS), varint(0));
    assertThat(
        decoder(empty).decode(some).getArray(0).size(), equalTo(AvroInput.MAX_EMPTY_ELEMENTS));
    byte[] more = AvroRecords.join(varint(1), some);
    assertThat(
        refusal(decoder(empty), more),
        equalTo("the record has more than 100000 elements of no bytes"));
    assertThat(
        refusal(decoder(empty), varint(Long.MAX_VALUE)),
        equalTo("the record has more than 100000 elements of no bytes"));
  }

  @Test
  public void blocks_withTheirLengthInBytes_areRead() throws Exception {
    // Two elements in three bytes, then one, then the end.
    byte[] bytes = {3, 6, 2, (byte) 0x80, 1, 2, 4, 0};
    assertThat(
        decoder(FieldType.array(FieldType.INT64)).decode(bytes).getArray(0).toArray(),
        equalTo(new Object[] {1L, 64L, 2L}));
  }

  @Test
  public void numbers_ofTooManyBits_malformed() {
    byte[] tenBytes = new byte[10];
    Arrays.fill(tenBytes, (byte) 0xFF);
    tenBytes[9] = 2;
    assertThat(
        refusal(decoder(FieldType.INT64), tenBytes),
        equalTo("the record has a whole number of more than 64 bits"));
    tenBytes[9] = (byte) 0x81;
    assertThat(
        refusal(decoder(FieldType.INT64), tenBytes),
        equalTo("the record has a whole number of more than 64 bits"));
    assertThat(
        refusal(decoder(FieldType.INT32), varint(1L + Integer.MAX_VALUE)),
        equalTo("the record has a whole number of more than 32 bits for an int"));
  }

  @Test
  public void booleanBranchAndSymbol_thatAreNone_malformed() {
    assertThat(
        refusal(decoder(FieldType.BOOLEAN), new byte[] {2}),
        equalTo("the record has no boolean where its schema tells one"));
    String branch = "the record has a branch of a union or a symbol of an enum that its schema has"
        + " not";
    for (byte[] bad : new byte[][] {varint(2), varint(-1), varint(Long.MAX_VALUE)}) {
      assertThat(refusal(decoder(FieldType.INT64.withNullable(true)), bad), equalTo(branch));
      String color =
          record(field("x", "{\"type\":\"enum\",\"name\":\"C\",\"symbols\":[\"A\",\"B\"]}"));
      assertThat(
          refusal(
              AvroFormat.of()
                  .withWriterSchema(color)
                  .decoder(Schema.of(Field.of("x", FieldType.STRING))),
              bad),
          equalTo(branch));
    }
  }

  @Test
  public void string_thatIsNotUtf8_malformed() throws Exception {
    assertThat(
        refusal(decoder(FieldType.STRING), new byte[] {4, (byte) 0xC0, (byte) 0x80}),
        equalTo("the record has a string that is not UTF-8"));
    assertThat(
        decoder(FieldType.STRING).decode(new byte[] {4, (byte) 0xC3, (byte) 0xA9}).getString(0),
        equalTo("é"));
  }

  @Test
  public void decimal_withoutBytes_orWithTooMany_malformed() throws Exception {
    String writer =
        record(
            field("x", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}"));
    RowDecoder decoder =
        AvroFormat.of()
            .withWriterSchema(writer)
            .decoder(Schema.of(Field.of("x", FieldType.DECIMAL)));
    assertThat(
        refusal(decoder, new byte[] {0}),
        equalTo("field 'x' must be a decimal of 1 to 8192 bytes, but has 0"));
    assertThat(
        refusal(decoder, bytes(writer, ByteBuffer.wrap(new byte[8_193]))),
        equalTo("field 'x' must be a decimal of 1 to 8192 bytes, but has 8193"));
    assertThat(
        decoder.decode(bytes(writer, ByteBuffer.wrap(new byte[8_192]))).getDecimal(0).signum(),
        equalTo(0));
  }

  @Test
  public void valuesNobodyReads_areCheckedToo_andNestedSoDeepOnly() throws Exception {
    String writer =
        record(
            field("x", "\"int\""),
            field(
                "tree",
                "[\"null\",{\"type\":\"record\",\"name\":\"Node\",\"fields\":["
                    + field("next", "[\"null\",\"Node\"]")
                    + "]}]"));
    RowDecoder decoder =
        AvroFormat.of().withWriterSchema(writer).decoder(Schema.of(Field.of("x", FieldType.INT32)));
    assertThat(decoder.decode(nested(100)).getInt32(0), equalTo(0));
    assertThat(
        refusal(decoder, nested(1_000_000)),
        equalTo("the record is nested more than 1000 deep"));
    assertThat(decoder.decode(nested(100)).getInt32(0), equalTo(0));
    assertThat(refusal(decoder, new byte[] {0, 2, 6}), equalTo(
        "the record has a branch of a union or a symbol of an enum that its schema has not"));
  }

  @Test
  public void recordsOfNothing_thatAreMany_takeNoTime() throws Exception {
    // Each holds two of the one before it: a million million of them, in no bytes.
    StringBuilder fields = new StringBuilder(field("x", "\"int\""));
    String type = "\"null\"";
    for (int i = 0; i < 40; i++) {
      String name = "N" + i;
      fields
          .append(',')
          .append(
              field(
                  "f" + i,
                  "{\"type\":\"record\",\"name\":\""
                      + name
                      + "\",\"fields\":["
                      + field("a", type)
                      + ","
                      + field("b", type)
                      + "]}"));
      type = "\"" + name + "\"";
    }
    String writer = record(fields.toString());
    assertThat(
        AvroFormat.of()
            .withWriterSchema(writer)
            .decoder(Schema.of(Field.of("x", FieldType.INT32)))
            .decode(new byte[] {4})
            .getInt32(0),
        equalTo(2));
  }

  private static byte[] nested(int depth) {
    byte[] bytes = new byte[depth + 2];
    Arrays.fill(bytes, 1, depth + 1, (byte) 2);
    return bytes;
  }

  private static RowDecoder decoder(FieldType type) {
    return AvroFormat.of().decoder(Schema.of(Field.of("x", type)));
  }

  /** With the byte that a length in bytes would be. */
  private static byte[] count(byte[] count) {
    return AvroRecords.join(count, new byte[] {0, 0});
  }

  private static byte[] varint(long value) {
    AvroOutput out = new AvroOutput();
    out.start(new byte[0]);
    out.writeLong(value);
    return out.toByteArray();
  }
}
