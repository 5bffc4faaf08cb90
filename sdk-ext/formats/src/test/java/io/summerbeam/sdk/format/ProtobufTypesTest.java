package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static io.summerbeam.sdk.format.ProtoExamples.SCALARS;
import static io.summerbeam.sdk.format.ProtoExamples.field;
import static io.summerbeam.sdk.format.ProtoExamples.file;
import static io.summerbeam.sdk.format.ProtoExamples.message;
import static io.summerbeam.sdk.format.ProtobufWireTest.bytes;
import static io.summerbeam.sdk.format.ProtobufWireTest.part;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ProtobufTypesTest {

  private static final FieldType MICROS = FieldType.logicalType(new MicrosInstant());

  private static byte[] at(long seconds, int nanos) {
    return bytes(
        out ->
            out.writeBytes(
                10,
                part(
                    time -> {
                      time.writeInt64(1, seconds);
                      time.writeInt32(2, nanos);
                    })));
  }

  private static RowDecoder decoder(ProtobufFormat format, String name, FieldType type) {
    return format.decoder(Schema.of(Field.of(name, type)));
  }

  @Test
  public void time_inTheTypeOfTheSchema() throws Exception {
    ProtobufFormat orders = ProtoExamples.format(ORDER);
    assertThat(
        decoder(orders, "at", FieldType.DATETIME).decode(at(1, 5_000_000)).getDateTime(0),
        equalTo(org.joda.time.Instant.ofEpochMilli(1_005)));
    assertThat(
        decoder(orders, "at", MICROS).decode(at(-1, 5_000)).getValue(0),
        equalTo((Object) Instant.ofEpochSecond(-1, 5_000)));
    assertThat(
        refusal(decoder(orders, "at", FieldType.DATETIME), at(1, 5_000)),
        equalTo("field 'at' must be a time in whole milliseconds, but is finer than that"));
    assertThat(
        refusal(decoder(orders, "at", MICROS), at(1, 5)),
        equalTo("field 'at' must be a time in whole microseconds, but is finer than that"));
    assertThat(
        refusal(decoder(orders, "at", MICROS), new byte[0]),
        equalTo("field 'at' must have a value, but is missing"));
  }

  @Test
  public void cuttingTimes_cutsOffWhatIsFiner() throws Exception {
    ProtobufFormat orders = ProtoExamples.format(ORDER).cuttingTimes();
    assertThat(
        decoder(orders, "at", FieldType.DATETIME).decode(at(-1, 999_999_999)).getDateTime(0),
        equalTo(org.joda.time.Instant.ofEpochMilli(-1)));
    assertThat(
        decoder(orders, "at", MICROS).decode(at(1, 999_999_999)).getValue(0),
        equalTo((Object) Instant.ofEpochSecond(1, 999_999_000)));
  }

  @Test
  public void unsignedNumbers_wholeOrRefused() throws Exception {
    ProtobufFormat scalars = ProtoExamples.format(SCALARS);
    int number = SCALARS.findFieldByName("uint64").getNumber();
    byte[] max = bytes(out -> out.writeUInt64(number, -1));
    assertThat(
        decoder(scalars, "uint64", FieldType.DECIMAL).decode(max).getDecimal(0),
        equalTo(new BigDecimal("18446744073709551615")));
    RowDecoder longs = decoder(scalars, "uint64", FieldType.INT64);
    assertThat(
        longs.decode(bytes(out -> out.writeUInt64(number, Long.MAX_VALUE))).getInt64(0),
        equalTo(Long.MAX_VALUE));
    assertThat(
        refusal(longs, max),
        equalTo("field 'uint64' must be a whole number (INT64), but is outside of its range"));
    int small = SCALARS.findFieldByName("uint32").getNumber();
    assertThat(
        decoder(scalars, "uint32", FieldType.INT64)
            .decode(bytes(out -> out.writeUInt32(small, -1)))
            .getInt64(0),
        equalTo(4294967295L));
  }

  @Test
  public void enumAndSmallNumbers_inOtherTypes() throws Exception {
    ProtobufFormat scalars = ProtoExamples.format(SCALARS);
    int status = SCALARS.findFieldByName("enum").getNumber();
    RowDecoder numbers = decoder(scalars, "enum", FieldType.INT32);
    assertThat(numbers.decode(bytes(out -> out.writeInt32(status, 99))).getInt32(0), equalTo(99));
    assertThat(numbers.decode(new byte[0]).getInt32(0), equalTo(0));
    assertThat(
        decoder(scalars, "enum", FieldType.STRING)
            .decode(bytes(out -> out.writeInt32(status, -7)))
            .getString(0),
        equalTo("SENT"));
    int signed = SCALARS.findFieldByName("sint32").getNumber();
    RowDecoder longs = decoder(scalars, "sint32", FieldType.INT64);
    assertThat(longs.decode(bytes(out -> out.writeSInt32(signed, -3))).getInt64(0), equalTo(-3L));
    assertThat(longs.decode(new byte[0]).getInt64(0), equalTo(0L));
  }

  @Test
  public void proto2_hasPresenceRequiredFieldsAndGroups() throws Exception {
    FileDescriptorProto file =
        file("proto2")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Old")
                    .addField(field("id", 1, Type.TYPE_INT32).setLabel(Label.LABEL_REQUIRED))
                    .addField(field("name", 2, Type.TYPE_STRING).setDefaultValue("nobody"))
                    .addField(field("part", 3, Type.TYPE_GROUP).setTypeName(".shop.v1.Old.Part"))
                    .addNestedType(
                        DescriptorProto.newBuilder()
                            .setName("Part")
                            .addField(field("n", 1, Type.TYPE_INT32))))
            .build();
    ProtobufFormat format =
        ProtoExamples.format(ProtoExamples.link(file).findMessageTypeByName("Old"));
    Schema part = Schema.builder().addNullableField("n", FieldType.INT32).build();
    Schema old =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("name", FieldType.STRING)
            .addNullableField("part", FieldType.row(part))
            .build();
    assertThat(format.schema(), equalTo(old));
    RowDecoder decoder = format.decoder(old);
    assertThat(
        decoder.decode(bytes(out -> out.writeInt32(1, 0))),
        equalTo(Row.withSchema(old).addValues(0, null, null).build()));
    assertThat(
        decoder.decode(new byte[] {0x08, 0x05, 0x1B, 0x08, 0x07, 0x1C, 0x12, 0x00}),
        equalTo(
            Row.withSchema(old)
                .addValues(5, "", Row.withSchema(part).addValues(7).build())
                .build()));
    assertThat(
        refusal(decoder, new byte[0]), equalTo("field 'id' must have a value, but is missing"));
    assertThat(
        refusal(decoder, new byte[] {0x08, 0x05, 0x1B, 0x08, 0x07}),
        equalTo("the record is cut off, or a length in it is too large"));
  }

  @Test
  public void editions_sayPresenceAndGroupsByFeatures() throws Exception {
    FileDescriptorProto file =
        file("editions")
            .setEdition(Edition.EDITION_2023)
            .setOptions(
                FileOptions.newBuilder()
                    .setFeatures(
                        FeatureSet.newBuilder()
                            .setFieldPresence(FeatureSet.FieldPresence.IMPLICIT)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("New")
                    .addField(field("zero", 1, Type.TYPE_INT32))
                    .addField(
                        field("null", 2, Type.TYPE_INT32)
                            .setOptions(
                                features(
                                    FeatureSet.newBuilder()
                                        .setFieldPresence(FeatureSet.FieldPresence.EXPLICIT))))
                    .addField(
                        field("required", 3, Type.TYPE_INT32)
                            .setOptions(
                                features(
                                    FeatureSet.newBuilder()
                                        .setFieldPresence(
                                            FeatureSet.FieldPresence.LEGACY_REQUIRED))))
                    .addField(
                        message("group", 4, "shop.v1.New.Group")
                            .setOptions(
                                features(
                                    FeatureSet.newBuilder()
                                        .setMessageEncoding(FeatureSet.MessageEncoding.DELIMITED))))
                    .addNestedType(
                        DescriptorProto.newBuilder()
                            .setName("Group")
                            .addField(field("n", 1, Type.TYPE_INT32))))
            .build();
    ProtobufFormat format =
        ProtoExamples.format(ProtoExamples.link(file).findMessageTypeByName("New"));
    Schema group = Schema.builder().addInt32Field("n").build();
    Schema schema =
        Schema.builder()
            .addInt32Field("zero")
            .addNullableField("null", FieldType.INT32)
            .addInt32Field("required")
            .addNullableField("group", FieldType.row(group))
            .build();
    assertThat(format.schema(), equalTo(schema));
    assertThat(
        format.decoder(schema).decode(new byte[] {0x18, 0x01, 0x23, 0x08, 0x07, 0x24}),
        equalTo(
            Row.withSchema(schema)
                .addValues(0, null, 1, Row.withSchema(group).addValues(7).build())
                .build()));
    assertThat(
        refusal(format.decoder(schema), new byte[0]),
        equalTo("field 'required' must have a value, but is missing"));
  }

  private static FieldOptions features(FeatureSet.Builder features) {
    return FieldOptions.newBuilder().setFeatures(features).build();
  }

  @Test
  public void messageInItself_leftOutBySchema() throws Exception {
    FileDescriptorProto file =
        file("proto3")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Node")
                    .addField(field("n", 1, Type.TYPE_INT32))
                    .addField(message("next", 2, "shop.v1.Node")))
            .build();
    ProtobufFormat format =
        ProtoExamples.format(ProtoExamples.link(file).findMessageTypeByName("Node"));
    assertThat(
        assertThrows(IllegalArgumentException.class, format::schema).getMessage(),
        startsWith("The field 'next' is a message 'shop.v1.Node' that it is in itself;"));
    Schema leaf = Schema.builder().addInt32Field("n").build();
    Schema two =
        Schema.builder().addInt32Field("n").addNullableField("next", FieldType.row(leaf)).build();
    assertThat(
        format.decoder(two).decode(new byte[] {0x08, 1, 0x12, 6, 0x08, 2, 0x12, 2, 0x08, 3}),
        equalTo(
            Row.withSchema(two).addValues(1, Row.withSchema(leaf).addValues(2).build()).build()));
  }

  @Test
  public void googlesValues_needNoDescriptors() throws Exception {
    byte[] alone =
        FileDescriptorSet.newBuilder().addFile(ORDER.getFile().toProto()).build().toByteArray();
    ProtobufFormat format = ProtobufFormat.of(alone, "shop.v1.Order");
    assertThat(format.schema(), equalTo(ProtoExamples.format(ORDER).schema()));
    byte[] missing =
        FileDescriptorSet.newBuilder()
            .addFile(
                file("proto3")
                    .addMessageType(
                        DescriptorProto.newBuilder()
                            .setName("Order")
                            .addField(message("other", 1, "other.v1.Other"))))
            .build()
            .toByteArray();
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufFormat.of(missing, "shop.v1.Order").schema())
            .getMessage(),
        startsWith("The descriptors have no message 'other.v1.Other'"));
  }

  @Test
  public void registryHeader_saysWhichMessage() throws Exception {
    // Order is the second message of its file.
    ProtobufFormat format = ProtoExamples.format(ORDER).withRegistryHeader();
    RowDecoder decoder = format.decoder(format.schema());
    assertThat(format.name(), equalTo("protobuf-registry"));
    assertThat(
        decoder.decode(new byte[] {0, 0, 0, 0, 9, 2, 2, 0x08, 5}).getInt64("id"), equalTo(5L));
    assertThat(
        refusal(decoder, new byte[] {0, 0, 0, 0, 9, 0, 0x08, 5}),
        equalTo("the record must be the message [1] of its file, but its header says another"));
    assertThat(
        refusal(decoder, new byte[] {0, 0, 0, 0, 9, 4, 2, 0, 0x08, 5}),
        equalTo("the record must be the message [1] of its file, but its header says another"));
    assertThat(
        refusal(decoder, new byte[] {0x08, 5}),
        startsWith("the record must start with a registry's header"));
    assertThat(
        refusal(decoder, new byte[] {0, 0, 0, 0, 9}),
        equalTo("the record is cut off, or a length in it is too large"));
    ProtobufFormat items =
        ProtoExamples.format(ORDER.getFile().findMessageTypeByName("Item")).withRegistryHeader();
    for (byte[] first : new byte[][] {{0, 0, 0, 0, 9, 0}, {0, 0, 0, 0, 9, 2, 0}}) {
      assertThat(
          items.decoder(items.schema()).decode(first).getValues(),
          equalTo(java.util.List.of("", 0.0)));
    }
  }

  @Test
  public void registry_saysWhichIdsThereAre() throws Exception {
    MemoryRegistry registry = new MemoryRegistry();
    ProtobufFormat format = ProtoExamples.format(ORDER).withRegistry(registry);
    RowDecoder decoder = format.decoder(format.schema());
    assertThat(format.name(), equalTo("protobuf-registry"));
    byte[] order = {0, 0, 0, 0, 100, 2, 2, 0x08, 5};
    byte[] avro = {0, 0, 0, 0, 101, 2, 2, 0x08, 5};
    assertThat(refusal(decoder, order), equalTo("the registry has no schema of the id 100"));
    registry.add("any", RegistrySchema.of(SchemaKind.PROTOBUF, "message Order {}"));
    registry.add("any", RegistrySchema.of(SchemaKind.AVRO, "{}"));
    for (int i = 0; i < 3; i++) {
      assertThat(decoder.decode(order).getInt64("id"), equalTo(5L));
    }
    assertThat(
        refusal(decoder, avro),
        equalTo("the schema of the id 101 must be PROTOBUF, but is AVRO in the registry"));
    assertThat(decoder.decode(order).getInt64("id"), equalTo(5L));
    assertThat("what is known is asked for once", registry.asked, equalTo(3));

    registry.silent = true;
    assertThat(decoder.decode(order).getInt64("id"), equalTo(5L));
    assertThat(
        assertThrows(UnavailableException.class, () -> decoder.decode(avro)).getMessage(),
        equalTo("the registry is silent"));
    // It is not asked for what is written.
    RowEncoder encoder = format.withSchemaId(100).encoder(format.schema());
    assertThat(decoder.decode(encoder.encode(decoder.decode(order))).getInt64("id"), equalTo(5L));
  }
}
