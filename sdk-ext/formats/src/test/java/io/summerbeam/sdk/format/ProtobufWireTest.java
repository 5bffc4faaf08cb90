package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ProtobufWireTest {

  private static final String CUT_OFF = "the record is cut off, or a length in it is too large";
  private static final String OTHER_WIRE_TYPE =
      "field '%s' is not written as the descriptor says: its wire type is another";

  private final ProtobufFormat orders = ProtoExamples.format(ORDER);
  private final RowDecoder decoder = orders.decoder(orders.schema());

  /** Writes fields. */
  interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  static ByteString part(Writing writing) {
    return ByteString.copyFrom(bytes(writing));
  }

  private static byte[] raw(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  @Test
  public void fieldThatComesTwice_lastCountsAndMessagesMerge() throws Exception {
    Row row =
        decoder.decode(
            bytes(
                out -> {
                  out.writeInt64(1, 1);
                  out.writeBytes(3, part(item -> item.writeString(1, "a")));
                  out.writeInt64(1, 2);
                  out.writeBytes(3, part(item -> item.writeDouble(2, 1.5)));
                }));
    assertThat(row.getInt64("id"), equalTo(2L));
    assertThat(row.getRow("item").getValues(), equalTo(List.of("a", 1.5)));
  }

  @Test
  public void oneof_hasTheLastOneOnly() throws Exception {
    byte[] both =
        bytes(
            out -> {
              out.writeString(7, "card");
              out.writeBytes(8, part(item -> item.writeString(1, "v")));
            });
    Row row = decoder.decode(both);
    assertThat(row.getString("card"), equalTo(null));
    assertThat(row.getRow("voucher").getString("sku"), equalTo("v"));
    // The one that the schema leaves out ends the other, too.
    Schema card = Schema.builder().addNullableField("card", FieldType.STRING).build();
    assertThat(orders.decoder(card).decode(both).getString(0), equalTo(null));
    Row again =
        decoder.decode(
            bytes(
                out -> {
                  out.writeBytes(8, part(item -> item.writeDouble(2, 1)));
                  out.writeString(7, "card");
                  out.writeBytes(8, part(item -> item.writeString(1, "v")));
                }));
    assertThat(again.getRow("voucher").getValues(), equalTo(List.of("v", 0.0)));
  }

  @Test
  public void repeatedNumbers_packedOrNot() throws Exception {
    byte[] mixed =
        bytes(
            out -> {
              out.writeSInt32(13, -1);
              out.writeBytes(
                  13,
                  part(
                      packed -> {
                        packed.writeSInt32NoTag(2);
                        packed.writeSInt32NoTag(Integer.MIN_VALUE);
                      }));
              out.writeBytes(13, ByteString.EMPTY);
              out.writeSInt32(13, 4);
            });
    assertThat(
        decoder.decode(mixed).getArray("codes"), equalTo(List.of(-1, 2, Integer.MIN_VALUE, 4)));
  }

  @Test
  public void mapEntry_lackingPartsHasZeros() throws Exception {
    Row row =
        decoder.decode(
            bytes(
                out -> {
                  out.writeBytes(5, part(entry -> entry.writeString(1, "a")));
                  out.writeBytes(5, part(entry -> entry.writeInt64(2, 7)));
                  out.writeBytes(5, part(entry -> entry.writeString(1, "b")));
                  out.writeBytes(
                      5,
                      part(
                          entry -> {
                            entry.writeInt64(2, 9);
                            entry.writeString(1, "b");
                          }));
                  out.writeBytes(14, ByteString.EMPTY);
                }));
    assertThat(row.getMap("counts"), equalTo(java.util.Map.of("a", 0L, "", 7L, "b", 9L)));
    assertThat(
        row.getMap("by_line"),
        equalTo(
            java.util.Map.of(
                0,
                Row.withSchema(orders.schema().getField("item").getType().getRowSchema())
                    .addValues("", 0.0)
                    .build())));
  }

  @Test
  public void unknownFields_passedOverOrRefused() throws Exception {
    List<byte[]> strangers =
        List.of(
            bytes(out -> out.writeInt32(99, 1)),
            bytes(out -> out.writeFixed64(99, 1)),
            bytes(out -> out.writeFixed32(9_999_999, 1)),
            bytes(out -> out.writeString(500, "secret")),
            // A group with a group in it.
            raw(0xA3, 0x06, 0xAB, 0x06, 0x08, 0x01, 0xAC, 0x06, 0xA4, 0x06));
    RowDecoder strict = orders.refusingUnknownFields().decoder(orders.schema());
    for (byte[] stranger : strangers) {
      assertThat(decoder.decode(stranger), equalTo(decoder.decode(new byte[0])));
      assertThat(
          refusal(strict, stranger),
          equalTo(
              "the record must have no fields but those of the descriptor, but has another one"));
    }
    byte[] nested = bytes(out -> out.writeBytes(4, part(item -> item.writeInt32(9, 1))));
    assertThat(
        refusal(strict, nested),
        equalTo(
            "field 'items[*]' must have no fields but those of the descriptor, but has another"
                + " one"));
    Schema id = Schema.builder().addInt64Field("id").build();
    assertThat(orders.refusingUnknownFields().decoder(id).decode(nested).getInt64(0), equalTo(0L));
  }

  @Test
  public void otherWireType_malformed() {
    assertThat(
        refusal(decoder, bytes(out -> out.writeString(1, "secret"))),
        equalTo(OTHER_WIRE_TYPE.formatted("id")));
    assertThat(
        refusal(decoder, bytes(out -> out.writeInt32(2, 1))),
        equalTo(OTHER_WIRE_TYPE.formatted("customer")));
    assertThat(
        refusal(decoder, bytes(out -> out.writeInt32(4, 1))),
        equalTo(OTHER_WIRE_TYPE.formatted("items")));
    assertThat(
        refusal(decoder, bytes(out -> out.writeFixed64(5, 1))),
        equalTo(OTHER_WIRE_TYPE.formatted("counts")));
    assertThat(
        refusal(decoder, bytes(out -> out.writeFixed64(13, 1))),
        equalTo(OTHER_WIRE_TYPE.formatted("codes")));
  }

  @Test
  public void cutOff_malformed() {
    byte[] whole =
        bytes(
            out -> {
              out.writeString(2, "customer");
              out.writeBytes(3, part(item -> item.writeDouble(2, 1)));
            });
    for (int length = 1; length < whole.length; length++) {
      if (length != 10) {
        assertThat(refusal(decoder, java.util.Arrays.copyOf(whole, length)), equalTo(CUT_OFF));
      }
    }
  }

  @Test
  public void lengthsThatCannotBe_malformed() {
    List<byte[]> bad =
        List.of(
            raw(0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x07),
            raw(0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01),
            raw(0x12, 0x01),
            // A part longer than what it is in.
            raw(0x1A, 0x02, 0x0A, 0x05, 0x61, 0x62, 0x63, 0x64, 0x65),
            raw(0x6A, 0x02, 0x80, 0x80, 0x01));
    for (byte[] each : bad) {
      assertThat(refusal(decoder, each), equalTo(CUT_OFF));
    }
  }

  @Test
  public void whatIsNoProtobuf_malformed() {
    assertThat(
        refusal(decoder, raw(0x00, 0x01)),
        equalTo("the record is not Protobuf: a field has no number"));
    assertThat(
        refusal(decoder, raw(0x80, 0x80, 0x80, 0x80, 0x10)),
        equalTo("the record is not Protobuf: a field has no number"));
    for (int last : new int[] {0x00, 0x02, 0x81}) {
      assertThat(
          refusal(
              decoder, raw(0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, last, 0x01)),
          equalTo("the record is not Protobuf: a number has more than 64 bits"));
    }
    assertThat(
        refusal(decoder, raw(0xA6, 0x06)),
        equalTo("the record is not Protobuf: no such wire type"));
    assertThat(
        refusal(decoder, raw(0xA4, 0x06)),
        equalTo("the record is not Protobuf: no such wire type"));
    assertThat(
        refusal(decoder, raw(0xA3, 0x06, 0xAC, 0x06)),
        equalTo("the record is not Protobuf: a group ends that was not begun"));
  }

  @Test
  public void nesting_limited() {
    byte[] deep = new byte[200_000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = (byte) 0xA3;
      deep[i + 1] = 0x06;
    }
    assertThat(refusal(decoder, deep), equalTo("the record is nested more than 100 deep"));
  }

  @Test
  public void manyEmptyMessages_limited() throws Exception {
    // Two bytes for a message of three values in memory.
    byte[] many = new byte[4 << 20];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = 0x22;
    }
    assertThat(refusal(decoder, many), equalTo("the record has more than 4194304 values"));
    assertThat(
        decoder.decode(java.util.Arrays.copyOf(many, 2_000)).getArray("items").size(),
        equalTo(1_000));
  }

  @Test
  public void valuesThatAreNone_malformed() {
    assertThat(
        refusal(decoder, raw(0x12, 0x01, 0xE9)),
        equalTo("field 'customer' must be a string, but is not UTF-8"));
    assertThat(
        refusal(decoder, bytes(out -> out.writeInt32(6, 2))),
        equalTo(
            "field 'status' must be a string, but is a number that the enum has no name for: take"
                + " newer descriptors"));
    assertThat(
        refusal(decoder, bytes(out -> out.writeBytes(10, part(at -> at.writeInt32(2, -1))))),
        equalTo("field 'at' must be a time, but is outside of its range"));
    assertThat(
        refusal(decoder, bytes(out -> out.writeBytes(15, part(at -> at.writeInt64(1, 1L << 60))))),
        equalTo("field 'times[*]' must be a time, but is outside of its range"));
    assertThat(
        refusal(
            decoder,
            bytes(
                out ->
                    out.writeBytes(
                        12,
                        part(
                            wait -> {
                              wait.writeInt64(1, 1);
                              wait.writeInt32(2, -1);
                            })))),
        equalTo("field 'wait' must be a duration, but is outside of its range"));
    // The least number there is has no absolute value.
    assertThat(
        refusal(
            decoder,
            bytes(
                out ->
                    out.writeBytes(
                        12,
                        part(
                            wait -> {
                              wait.writeInt64(1, Long.MIN_VALUE);
                              wait.writeInt32(2, -1);
                            })))),
        equalTo("field 'wait' must be a duration, but is outside of its range"));
  }
}
