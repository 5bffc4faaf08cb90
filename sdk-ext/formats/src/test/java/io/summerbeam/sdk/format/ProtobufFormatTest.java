package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static io.summerbeam.sdk.format.ProtoExamples.SCALARS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.NanosDuration;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ProtobufFormatTest {

  private static final Schema ITEM =
      Schema.builder().addStringField("sku").addDoubleField("price").build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ProtobufFormat orders = ProtoExamples.format(ORDER);

  @Test
  public void schema_isThatOfTheMessage() {
    FieldType time = FieldType.logicalType(new NanosInstant());
    assertThat(
        orders.schema(),
        equalTo(
            Schema.builder()
                .addInt64Field("id")
                .addStringField("customer")
                .addNullableField("item", FieldType.row(ITEM))
                .addArrayField("items", FieldType.row(ITEM))
                .addMapField("counts", FieldType.STRING, FieldType.INT64)
                .addStringField("status")
                .addNullableField("card", FieldType.STRING)
                .addNullableField("voucher", FieldType.row(ITEM))
                .addNullableField("priority", FieldType.INT32)
                .addNullableField("at", time)
                .addNullableField("note", FieldType.STRING)
                .addNullableField("wait", FieldType.logicalType(new NanosDuration()))
                .addArrayField("codes", FieldType.INT32)
                .addMapField("by_line", FieldType.INT32, FieldType.row(ITEM))
                .addArrayField("times", time)
                .addBooleanField("far")
                .build()));
  }

  @Test
  public void randomMessages_asGooglesLibraryReadsThem() throws Exception {
    Random random = new Random(11);
    for (Descriptor descriptor : new Descriptor[] {ORDER, SCALARS}) {
      ProtobufFormat format = ProtoExamples.format(descriptor);
      RowDecoder decoder = format.decoder(format.schema());
      for (int i = 0; i < 2_000; i++) {
        DynamicMessage message = ProtoReference.random(descriptor, random);
        Row row = decoder.decode(message.toByteArray());
        assertThat(row, equalTo(ProtoReference.row(message, format.schema())));
      }
    }
  }

  @Test
  public void noBytes_areAMessageOfZeros() throws Exception {
    for (Descriptor descriptor : new Descriptor[] {ORDER, SCALARS}) {
      ProtobufFormat format = ProtoExamples.format(descriptor);
      assertThat(
          format.decoder(format.schema()).decode(new byte[0]),
          equalTo(
              ProtoReference.row(DynamicMessage.getDefaultInstance(descriptor), format.schema())));
    }
  }

  @Test
  public void someOfTheFields_inAnyOrder() throws Exception {
    Schema some =
        Schema.builder()
            .addArrayField("items", FieldType.row(Schema.builder().addDoubleField("price").build()))
            .addInt64Field("priority")
            .addNullableField("id", FieldType.INT64)
            .build();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(ORDER);
    message.setField(ORDER.findFieldByName("priority"), 5);
    message.setField(ORDER.findFieldByName("customer"), "passed over");
    Row row = orders.decoder(some).decode(message.build().toByteArray());
    assertThat(row, equalTo(Row.withSchema(some).addValues(java.util.List.of(), 5L, 0L).build()));
    assertThat(
        refusal(orders.decoder(some), new byte[0]),
        equalTo("field 'priority' must have a value, but is missing"));
  }

  @Test
  public void file_isReadAtOnce() throws Exception {
    Path path = folder.newFile("shop.desc").toPath();
    Files.write(path, ProtoExamples.set(ORDER.getFile()));
    ProtobufFormat format = ProtobufFormat.ofFile(path, "shop.v1.Order");
    Files.delete(path);
    assertThat(format, equalTo(orders));
    assertThat(SerializableUtils.clone(format).schema(), equalTo(orders.schema()));
    assertThat(format.name(), equalTo("protobuf"));
    assertThat(format.toString(), equalTo("ProtobufFormat{message=shop.v1.Order}"));
    assertThrows(
        java.io.UncheckedIOException.class, () -> ProtobufFormat.ofFile(path, "shop.v1.Order"));
  }

  @Test
  public void descriptors_thatAreNoneRefused() {
    byte[] set = ProtoExamples.set(ORDER.getFile());
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ProtobufFormat.of(set, "shop.v1.Ordr"))
            .getMessage(),
        startsWith(
            "The descriptors have no message 'shop.v1.Ordr'. Did you mean 'shop.v1.Order'?"));
    byte[] text = "syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ProtobufFormat.of(text, "x"))
            .getMessage(),
        startsWith("The descriptors must be a FileDescriptorSet, as protoc writes it with"));
  }

  @Test
  public void schema_thatDoesNotFitRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.decoder(Schema.builder().addInt64Field("idd").build()))
            .getMessage(),
        containsString("a field 'idd', but the message 'shop.v1.Order' has none of this name."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.decoder(Schema.builder().addStringField("id").build()))
            .getMessage(),
        equalTo(
            "The field 'id' of the message must be INT64 in a Row, but the schema has STRING."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.decoder(Schema.builder().addStringField("items").build()))
            .getMessage(),
        equalTo(
            "The field 'items' of the message must be ARRAY in a Row, but the schema has STRING."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> orders.decoder(Schema.builder().addStringField("at").build()))
            .getMessage(),
        containsString("must be a time, or a duration in a Row"));
  }

  @Test
  public void example_isTheOneHere() throws Exception {
    Path descriptors = folder.newFile("orders.desc").toPath();
    Files.write(descriptors, ProtoExamples.set(ORDER.getFile()));
    byte[] message =
        DynamicMessage.newBuilder(ORDER)
            .setField(ORDER.findFieldByName("customer"), "Anne")
            .build()
            .toByteArray();
    assertThat(example(descriptors, message), equalTo(message));

    String shown =
        Files.readString(Path.of("src/main/java/io/summerbeam/sdk/format/ProtobufFormat.java"));
    shown = shown.substring(shown.indexOf("{@code\n") + 7, shown.indexOf("}</pre>"));
    assertThat(
        words(
            Files.readString(
                Path.of("src/test/java/io/summerbeam/sdk/format/ProtobufFormatTest.java"))),
        containsString(words(shown.replaceAll("(?m)^ *\\*", ""))));
  }

  private static byte[] example(Path descriptors, byte[] message) throws Exception {
    // protoc --include_imports --descriptor_set_out=orders.desc orders.proto
    ProtobufFormat orders = ProtobufFormat.ofFile(descriptors, "shop.v1.Order");
    Row order = orders.decoder(orders.schema()).decode(message);
    byte[] again = orders.encoder(orders.schema()).encode(order);
    return again;
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  public void times_cutIsAnotherFormat() {
    assertThat(orders.cuttingTimes(), not(equalTo(orders)));
  }
}
