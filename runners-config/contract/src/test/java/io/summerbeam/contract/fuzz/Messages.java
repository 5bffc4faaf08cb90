package io.summerbeam.contract.fuzz;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import io.summerbeam.sdk.format.ProtobufFormat;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.transforms.validate.Action;
import io.summerbeam.transforms.validate.Validate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A message of Protobuf with everything that a descriptor can say. */
final class Messages {

  private static final ProtobufFormat ORDER = ProtobufFormat.of(descriptors(), "shop.Order");
  private static final Schema SCHEMA = ORDER.schema();

  private Messages() {}

  static Lane lane(String name, boolean registry) {
    List<Mutation> mutations = new ArrayList<>(BinaryMutations.ALL);
    if (registry) {
      mutations.add(BinaryMutations::registryHeader);
    }
    return new Lane(
        name,
        format(registry),
        SCHEMA,
        null,
        Validate.records()
            .expect("id", "id > 0 || customer != ''")
            .expect("codes", "codes.all(c, c > -1000000)", Action.WARN)
            .expect("total", "total < decimal('1e30') && total * 2 >= total")
            .expect("items", "items.exists(i, i.price > 1.0) || items.size() == 0"),
        records(registry),
        mutations,
        HugeMutations.BINARY);
  }

  private static ProtobufFormat format(boolean registry) {
    return registry ? ORDER.withSchemaId(5) : ORDER;
  }

  private static List<byte[]> records(boolean registry) {
    Schema item = SCHEMA.getField("item").getType().getRowSchema();
    Row pen = Row.withSchema(item).attachValues(Arrays.asList("pen", 1.5));
    Row full =
        Row.withSchema(SCHEMA)
            .attachValues(
                Arrays.asList(
                    1_234L,
                    Events.SECRET,
                    pen,
                    List.of(pen, pen),
                    Map.of("seen", 3L, "bought", -1L),
                    "PAID",
                    null,
                    pen,
                    7,
                    Instant.parse("2001-01-01T00:47:00.123456789Z"),
                    "a note",
                    Duration.ofSeconds(90, 5),
                    List.of(1, -1, 2_147_483_647),
                    new BigDecimal("18446744073709551615"),
                    new byte[] {1, 2, 3},
                    0.5f,
                    true));
    Row bare =
        Row.withSchema(SCHEMA)
            .attachValues(
                Arrays.asList(
                    0L,
                    "x",
                    null,
                    List.of(),
                    Map.of(),
                    "UNKNOWN",
                    "card",
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    BigDecimal.ZERO,
                    new byte[0],
                    0f,
                    false));
    List<byte[]> records = new ArrayList<>();
    RowEncoder encoder = format(registry).encoder(SCHEMA);
    for (Row row : List.of(full, bare)) {
      try {
        records.add(encoder.encode(row));
      } catch (UnwritableException e) {
        throw new IllegalStateException(e);
      }
    }
    return records;
  }

  private static byte[] descriptors() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Item")
                    .addField(field("sku", 1, Type.TYPE_STRING))
                    .addField(field("price", 2, Type.TYPE_DOUBLE)))
            .addMessageType(order())
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("Status")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("UNKNOWN").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("PAID").setNumber(1)))
            .build();
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  private static DescriptorProto order() {
    return DescriptorProto.newBuilder()
        .setName("Order")
        .addField(field("id", 1, Type.TYPE_INT64))
        .addField(field("customer", 2, Type.TYPE_STRING))
        .addField(message("item", 3, "shop.Item"))
        .addField(message("items", 4, "shop.Item").setLabel(Label.LABEL_REPEATED))
        .addField(message("counts", 5, "shop.Order.CountsEntry").setLabel(Label.LABEL_REPEATED))
        .addField(field("status", 6, Type.TYPE_ENUM).setTypeName(".shop.Status"))
        .addField(field("card", 7, Type.TYPE_STRING).setOneofIndex(0))
        .addField(message("voucher", 8, "shop.Item").setOneofIndex(0))
        .addField(field("priority", 9, Type.TYPE_INT32).setOneofIndex(1).setProto3Optional(true))
        .addField(message("at", 10, "google.protobuf.Timestamp"))
        .addField(message("note", 11, "google.protobuf.StringValue"))
        .addField(message("wait", 12, "google.protobuf.Duration"))
        .addField(field("codes", 13, Type.TYPE_SINT32).setLabel(Label.LABEL_REPEATED))
        .addField(field("total", 14, Type.TYPE_UINT64))
        .addField(field("raw", 15, Type.TYPE_BYTES))
        .addField(field("share", 16, Type.TYPE_FLOAT))
        .addField(field("far", 100_000, Type.TYPE_BOOL))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("payment"))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_priority"))
        .addNestedType(
            DescriptorProto.newBuilder()
                .setName("CountsEntry")
                .addField(field("key", 1, Type.TYPE_STRING))
                .addField(field("value", 2, Type.TYPE_INT64))
                .setOptions(MessageOptions.newBuilder().setMapEntry(true)))
        .build();
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return field(name, number, Type.TYPE_MESSAGE).setTypeName("." + type);
  }
}
