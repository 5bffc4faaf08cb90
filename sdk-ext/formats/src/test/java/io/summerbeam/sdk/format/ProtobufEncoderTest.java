package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static io.summerbeam.sdk.format.ProtoExamples.SCALARS;
import static io.summerbeam.sdk.format.ProtoExamples.field;
import static io.summerbeam.sdk.format.ProtoExamples.file;
import static io.summerbeam.sdk.format.ProtoExamples.link;
import static io.summerbeam.sdk.format.ProtoExamples.message;
import static io.summerbeam.sdk.format.ProtoExamples.repeated;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Rows as messages, by what Google's library reads of them and writes itself. */
@RunWith(JUnit4.class)
public class ProtobufEncoderTest {

  private static final Random RANDOM = new Random(17);

  private final ProtobufFormat orders = ProtoExamples.format(ORDER);

  @Test
  public void randomRows_areReadByGooglesLibraryAndOurs() throws Exception {
    for (Descriptor descriptor : new Descriptor[] {ORDER, SCALARS}) {
      ProtobufFormat format = ProtoExamples.format(descriptor);
      Schema schema = format.schema();
      RowEncoder encoder = format.encoder(schema);
      RowDecoder decoder = format.decoder(schema);
      for (int i = 0; i < 2_000; i++) {
        Row row = ProtoReference.row(ProtoReference.random(descriptor, RANDOM), schema);
        byte[] bytes = encoder.encode(row);
        DynamicMessage read = DynamicMessage.parseFrom(descriptor, bytes);
        assertThat(ProtoReference.row(read, schema), equalTo(row));
        assertThat(decoder.decode(bytes), equalTo(row));
      }
    }
  }

  @Test
  public void randomRows_haveTheBytesOfGooglesLibrary() throws Exception {
    RowEncoder encoder = ProtoExamples.format(SCALARS).encoder(schemaOf(SCALARS));
    for (int i = 0; i < 2_000; i++) {
      DynamicMessage message = ProtoReference.random(SCALARS, RANDOM);
      Row row = ProtoReference.row(message, schemaOf(SCALARS));
      assertThat(encoder.encode(row), equalTo(message.toByteArray()));
    }
  }

  @Test
  public void groupsRequiredAndUnpackedFields_haveTheBytesOfGooglesLibrary() throws Exception {
    Descriptor old = proto2();
    ProtobufFormat format = ProtoExamples.format(old);
    RowEncoder encoder = format.encoder(format.schema());
    for (int i = 0; i < 1_000; i++) {
      DynamicMessage.Builder message = ProtoReference.random(old, RANDOM).toBuilder();
      message.setField(old.findFieldByName("id"), i);
      Row row = ProtoReference.row(message.build(), format.schema());
      assertThat(encoder.encode(row), equalTo(message.build().toByteArray()));
    }
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> format.encoder(Schema.builder().addStringField("name").build()))
            .getMessage(),
        containsString("requires a field 'id', but the schema has none of this name"));
    Row without = change(ProtoReference.row(example(old), format.schema()), "id", null);
    assertThat(refusal(format, without), equalTo("field 'id' is null, " + NO_FORM));
  }

  private static final String NO_FORM = "which the message has no form for";

  @Test
  public void longTexts_haveLongLengths() throws Exception {
    for (int length : new int[] {127, 128, 16_383, 16_384, 2_100_000}) {
      Row item =
          Row.withSchema(orders.schema().getField("item").getType().getRowSchema())
              .attachValues(Arrays.asList("x".repeat(length), 1.0));
      Row row = change(empty(), "item", item);
      byte[] bytes = orders.encoder(orders.schema()).encode(row);
      assertThat(
          ProtoReference.row(DynamicMessage.parseFrom(ORDER, bytes), orders.schema()),
          equalTo(row));
    }
  }

  @Test
  public void someOfTheFields_inAnyOrder_andTheProvenanceNot() throws Exception {
    Schema some =
        Provenance.addTo(
            Schema.builder()
                .addNullableField("priority", FieldType.INT64)
                .addInt64Field("id")
                .addField("at", FieldType.DATETIME)
                .build());
    Row row =
        Row.withSchema(some)
            .attachValues(
                Arrays.asList(5L, 7L, new Instant(-1), Provenance.ofKafka("t", 0, 1).toBytes()));
    byte[] bytes = orders.encoder(some).encode(row);
    Row read = orders.decoder(orders.schema()).decode(bytes);
    assertThat(read.getInt32("priority"), equalTo(5));
    assertThat(read.getInt64("id"), equalTo(7L));
    assertThat(
        read.getLogicalTypeValue("at", java.time.Instant.class),
        equalTo(java.time.Instant.ofEpochMilli(-1)));
  }

  @Test
  public void schema_thatDoesNotFitRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.encoder(Schema.builder().addInt64Field("idd").build()))
            .getMessage(),
        containsString("a field 'idd', but the message 'shop.v1.Order' has none of this name."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.encoder(Schema.builder().addStringField("codes").build()))
            .getMessage(),
        equalTo(
            "The field 'codes' of the message must be ARRAY in a Row, but the schema has STRING."));
  }

  @Test
  public void values_thatTheMessageCannotHave_unwritable() throws Exception {
    Map<String, Object> values = new HashMap<>();
    values.put("customer", null);
    values.put("items", null);
    values.put("counts", null);
    for (String field : values.keySet()) {
      assertThat(
          refusal(orders, change(empty(), field, null)),
          equalTo("field '" + field + "' is null, " + NO_FORM));
    }
    assertThat(
        refusal(orders, change(empty(), "codes", Arrays.asList(1, null))),
        equalTo("field 'codes[*]' is null, " + NO_FORM));
    assertThat(
        refusal(orders, change(empty(), "counts", java.util.Collections.singletonMap("a", null))),
        equalTo("field 'counts{*}' is null, " + NO_FORM));
    assertThat(
        refusal(orders, change(empty(), "status", "LOST")),
        equalTo("field 'status' is a name that the enum has no number for"));
    assertThat(
        refusal(orders, change(empty(), "customer", "half \uD83D")),
        equalTo("field 'customer' is a text with one half of a surrogate pair"));
    assertThat(
        refusal(orders, change(empty(), "at", java.time.Instant.MAX)),
        equalTo("field 'at' is outside of what Protobuf has for times and durations"));
    assertThat(
        refusal(orders, change(empty(), "wait", Duration.ofSeconds(Long.MIN_VALUE))),
        equalTo("field 'wait' is outside of what Protobuf has for times and durations"));
    Row voucher =
        Row.withSchema(orders.schema().getField("item").getType().getRowSchema())
            .attachValues(Arrays.asList("a", 1.0));
    assertThat(
        refusal(orders, change(change(empty(), "card", "c"), "voucher", voucher)),
        equalTo(
            "the fields 'card', 'voucher' are of one oneof, and one of them at most may have a"
                + " value, but several have"));
    assertThat(
        refusal(orders, change(empty(), "id", "no number")),
        equalTo("a value of the row has no form in Protobuf"));
    // The row that was refused left nothing behind.
    RowEncoder encoder = orders.encoder(orders.schema());
    assertThrows(
        UnwritableException.class, () -> encoder.encode(change(empty(), "status", "LOST")));
    assertThat(orders.decoder(orders.schema()).decode(encoder.encode(empty())), equalTo(empty()));
  }

  @Test
  public void numbers_outsideOfTheirTypes_unwritable() throws Exception {
    ProtobufFormat scalars = ProtoExamples.format(SCALARS);
    Row zeros = ProtoReference.row(DynamicMessage.getDefaultInstance(SCALARS), scalars.schema());
    String outside = " is a number outside of the range of its type in the message";
    for (Object bad : new Object[] {-1L, 1L << 32}) {
      assertThat(
          refusal(scalars, change(zeros, "uint32", bad)), equalTo("field 'uint32'" + outside));
    }
    for (String bad : new String[] {"-1", "18446744073709551616", "1e999999999"}) {
      assertThat(
          refusal(scalars, change(zeros, "uint64", new BigDecimal(bad))),
          equalTo("field 'uint64'" + outside));
    }
    assertThat(
        refusal(scalars, change(zeros, "uint64", new BigDecimal("1e-999999999"))),
        equalTo("field 'uint64' is no whole number"));
    Schema wide = Schema.builder().addInt64Field("int32").addInt64Field("fixed64").build();
    RowEncoder encoder = scalars.encoder(wide);
    assertThat(
        DynamicMessage.parseFrom(
                SCALARS, encoder.encode(Row.withSchema(wide).attachValues(Arrays.asList(-5L, 6L))))
            .getField(SCALARS.findFieldByName("int32")),
        equalTo(-5));
    for (Object[] bad : new Object[][] {{1L << 31, 0L}, {0L, -1L}}) {
      assertThat(
          assertThrows(
                  UnwritableException.class,
                  () -> encoder.encode(Row.withSchema(wide).attachValues(Arrays.asList(bad))))
              .getMessage(),
          containsString(outside));
    }
  }

  @Test
  public void micros_areWrittenAsATimestamp() throws Exception {
    Schema rows =
        Schema.builder().addField("at", FieldType.logicalType(new MicrosInstant())).build();
    java.time.Instant time = java.time.Instant.parse("1969-12-31T23:59:59.999999Z");
    byte[] bytes = orders.encoder(rows).encode(Row.withSchema(rows).attachValues(List.of(time)));
    assertThat(orders.decoder(rows).decode(bytes).getValue(0), equalTo(time));
  }

  @Test
  public void header_hasTheIdAndThePlaceOfTheMessage() throws Exception {
    ProtobufFormat registered = orders.withSchemaId(258);
    byte[] bytes = registered.encoder(orders.schema()).encode(empty());
    // The second message of its file: one index, which is 1.
    assertThat(Arrays.copyOf(bytes, 7), equalTo(new byte[] {0, 0, 0, 1, 2, 2, 2}));
    assertThat(registered.decoder(orders.schema()).decode(bytes), equalTo(empty()));
    assertThat(registered.name(), equalTo("protobuf-registry"));
    Descriptor item = ORDER.findFieldByName("item").getMessageType();
    ProtobufFormat first = ProtoExamples.format(item).withSchemaId(1);
    byte[] none =
        first
            .encoder(first.schema())
            .encode(Row.withSchema(first.schema()).attachValues(Arrays.asList("", 0.0)));
    assertThat(none, equalTo(new byte[] {0, 0, 0, 0, 1, 0}));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.withRegistryHeader().encoder(orders.schema()))
            .getMessage(),
        containsString("the id of their schema must be known: withSchemaId()"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> orders.withSchemaId(-1)).getMessage(),
        startsWith("withSchemaId() must not be negative"));
  }

  private static Descriptor proto2() {
    return link(file("proto2")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Old")
                    .addField(field("id", 1, Type.TYPE_INT32).setLabel(Label.LABEL_REQUIRED))
                    .addField(field("name", 2, Type.TYPE_STRING))
                    .addField(repeated(field("codes", 3, Type.TYPE_INT32)))
                    .addField(
                        repeated(field("packed", 4, Type.TYPE_SINT64))
                            .setOptions(FieldOptions.newBuilder().setPacked(true)))
                    .addField(message("part", 5, "shop.v1.Old.Part").setType(Type.TYPE_GROUP))
                    .addField(
                        repeated(message("parts", 6, "shop.v1.Old.Part").setType(Type.TYPE_GROUP)))
                    .addNestedType(
                        DescriptorProto.newBuilder()
                            .setName("Part")
                            .addField(field("sku", 1, Type.TYPE_STRING))
                            .addField(field("far", 20_000, Type.TYPE_BOOL))))
            .build())
        .findMessageTypeByName("Old");
  }

  private static DynamicMessage example(Descriptor old) {
    return ProtoReference.random(old, RANDOM).toBuilder()
        .setField(old.findFieldByName("id"), 1)
        .build();
  }

  private static Schema schemaOf(Descriptor descriptor) {
    return ProtoExamples.format(descriptor).schema();
  }

  private Row empty() {
    return ProtoReference.row(DynamicMessage.getDefaultInstance(ORDER), orders.schema());
  }

  private static Row change(Row row, String field, Object value) {
    List<Object> values = new ArrayList<>(row.getValues());
    values.set(row.getSchema().indexOf(field), value);
    return Row.withSchema(row.getSchema()).attachValues(values);
  }

  private static String refusal(ProtobufFormat format, Row row) {
    RowEncoder encoder = format.encoder(format.schema());
    return assertThrows(UnwritableException.class, () -> encoder.encode(row)).getMessage();
  }
}
