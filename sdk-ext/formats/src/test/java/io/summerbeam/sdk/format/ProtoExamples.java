package io.summerbeam.sdk.format;

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
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;

/** Messages of a shop, as protoc would describe them. */
public final class ProtoExamples {

  private static final FileDescriptor[] IMPORTS = {
    TimestampProto.getDescriptor(), DurationProto.getDescriptor(), WrappersProto.getDescriptor()
  };

  /** An order, with one of everything. */
  public static final Descriptor ORDER = link(shop()).findMessageTypeByName("Order");

  /** All scalar types: as they are, {@code optional_}, {@code repeated_}. */
  public static final Descriptor SCALARS = link(shop()).findMessageTypeByName("Scalars");

  private ProtoExamples() {}

  static byte[] set(FileDescriptor file) {
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    file.getDependencies().forEach(each -> set.addFile(each.toProto()));
    return set.addFile(file.toProto()).build().toByteArray();
  }

  public static ProtobufFormat format(Descriptor message) {
    return ProtobufFormat.of(set(message.getFile()), message.getFullName());
  }

  static FileDescriptor link(FileDescriptorProto file) {
    try {
      return FileDescriptor.buildFrom(file, IMPORTS);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  static FileDescriptorProto.Builder file(String syntax) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName("shop.proto").setPackage("shop.v1");
    for (FileDescriptor each : IMPORTS) {
      file.addDependency(each.getName());
    }
    return file.setSyntax(syntax);
  }

  static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return field(name, number, Type.TYPE_MESSAGE).setTypeName("." + type);
  }

  static FieldDescriptorProto.Builder repeated(FieldDescriptorProto.Builder field) {
    return field.setLabel(Label.LABEL_REPEATED);
  }

  /** What protoc makes of a map. */
  static DescriptorProto entry(
      String name, FieldDescriptorProto.Builder key, FieldDescriptorProto.Builder value) {
    return DescriptorProto.newBuilder()
        .setName(name)
        .addField(key)
        .addField(value)
        .setOptions(MessageOptions.newBuilder().setMapEntry(true))
        .build();
  }

  private static FileDescriptorProto shop() {
    return file("proto3")
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Item")
                .addField(field("sku", 1, Type.TYPE_STRING))
                .addField(field("price", 2, Type.TYPE_DOUBLE)))
        .addMessageType(order())
        .addMessageType(scalars())
        .addEnumType(status())
        .build();
  }

  private static EnumDescriptorProto status() {
    return EnumDescriptorProto.newBuilder()
        .setName("Status")
        .addValue(EnumValueDescriptorProto.newBuilder().setName("UNKNOWN").setNumber(0))
        .addValue(EnumValueDescriptorProto.newBuilder().setName("PAID").setNumber(1))
        .addValue(EnumValueDescriptorProto.newBuilder().setName("SENT").setNumber(-7))
        .build();
  }

  private static DescriptorProto order() {
    return DescriptorProto.newBuilder()
        .setName("Order")
        .addField(field("id", 1, Type.TYPE_INT64))
        .addField(field("customer", 2, Type.TYPE_STRING))
        .addField(message("item", 3, "shop.v1.Item"))
        .addField(repeated(message("items", 4, "shop.v1.Item")))
        .addField(repeated(message("counts", 5, "shop.v1.Order.CountsEntry")))
        .addField(field("status", 6, Type.TYPE_ENUM).setTypeName(".shop.v1.Status"))
        .addField(field("card", 7, Type.TYPE_STRING).setOneofIndex(0))
        .addField(message("voucher", 8, "shop.v1.Item").setOneofIndex(0))
        .addField(field("priority", 9, Type.TYPE_INT32).setOneofIndex(1).setProto3Optional(true))
        .addField(message("at", 10, "google.protobuf.Timestamp"))
        .addField(message("note", 11, "google.protobuf.StringValue"))
        .addField(message("wait", 12, "google.protobuf.Duration"))
        .addField(repeated(field("codes", 13, Type.TYPE_SINT32)))
        .addField(repeated(message("by_line", 14, "shop.v1.Order.ByLineEntry")))
        .addField(repeated(message("times", 15, "google.protobuf.Timestamp")))
        .addField(field("far", 100_000, Type.TYPE_BOOL))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("payment"))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_priority"))
        .addNestedType(
            entry(
                "CountsEntry",
                field("key", 1, Type.TYPE_STRING),
                field("value", 2, Type.TYPE_INT64)))
        .addNestedType(
            entry(
                "ByLineEntry",
                field("key", 1, Type.TYPE_INT32),
                message("value", 2, "shop.v1.Item")))
        .build();
  }

  private static DescriptorProto scalars() {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Scalars");
    int number = 1;
    for (Type type : Type.values()) {
      if (type == Type.TYPE_GROUP || type == Type.TYPE_MESSAGE) {
        continue;
      }
      String name = type.name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT);
      int oneof = message.getOneofDeclCount();
      message
          .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_optional_" + name))
          .addField(typed(field(name, number++, type)))
          .addField(
              typed(field("optional_" + name, number++, type))
                  .setOneofIndex(oneof)
                  .setProto3Optional(true))
          .addField(repeated(typed(field("repeated_" + name, number++, type))));
    }
    return message.build();
  }

  private static FieldDescriptorProto.Builder typed(FieldDescriptorProto.Builder field) {
    return field.getType() == Type.TYPE_ENUM ? field.setTypeName(".shop.v1.Status") : field;
  }
}
