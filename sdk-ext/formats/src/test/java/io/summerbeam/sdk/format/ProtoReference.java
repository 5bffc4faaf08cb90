package io.summerbeam.sdk.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** What Google's library reads of a message, as the Row that ours should. */
final class ProtoReference {

  private ProtoReference() {}

  static Row row(Message message, Schema schema) {
    List<Object> values = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      FieldDescriptor proto = message.getDescriptorForType().findFieldByName(field.getName());
      values.add(value(message, proto, field.getType()));
    }
    return Row.withSchema(schema).attachValues(values);
  }

  private static Object value(Message message, FieldDescriptor field, Schema.FieldType type) {
    if (field.isMapField()) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (Object each : (List<?>) message.getField(field)) {
        Message entry = (Message) each;
        Descriptor parts = entry.getDescriptorForType();
        map.put(
            single(
                entry.getField(parts.findFieldByNumber(1)),
                parts.findFieldByNumber(1),
                type.getMapKeyType()),
            single(
                entry.getField(parts.findFieldByNumber(2)),
                parts.findFieldByNumber(2),
                type.getMapValueType()));
      }
      return map;
    }
    if (field.isRepeated()) {
      List<Object> list = new ArrayList<>();
      for (Object each : (List<?>) message.getField(field)) {
        list.add(single(each, field, type.getCollectionElementType()));
      }
      return list;
    }
    return field.hasPresence() && !message.hasField(field)
        ? null
        : single(message.getField(field), field, type);
  }

  private static Object single(Object value, FieldDescriptor field, Schema.FieldType type) {
    return switch (field.getType()) {
      case BYTES -> ((ByteString) value).toByteArray();
      case ENUM -> ((EnumValueDescriptor) value).getName();
      case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
      case UINT64, FIXED64 -> new BigDecimal(new BigInteger(Long.toUnsignedString((Long) value)));
      case MESSAGE, GROUP -> message((Message) value, type);
      default -> value;
    };
  }

  private static Object message(Message message, Schema.FieldType type) {
    Descriptor descriptor = message.getDescriptorForType();
    return switch (descriptor.getFullName()) {
      case "google.protobuf.Timestamp" ->
          Instant.ofEpochSecond(number(message, 1), number(message, 2));
      case "google.protobuf.Duration" -> Duration.ofSeconds(number(message, 1), number(message, 2));
      case "google.protobuf.StringValue" -> message.getField(descriptor.findFieldByNumber(1));
      default -> row(message, type.getRowSchema());
    };
  }

  private static long number(Message message, int field) {
    return ((Number) message.getField(message.getDescriptorForType().findFieldByNumber(field)))
        .longValue();
  }

  /** A message with some of its fields. */
  static DynamicMessage random(Descriptor descriptor, Random random) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
    boolean nanos = descriptor.getFullName().startsWith("google.protobuf.");
    for (FieldDescriptor field : descriptor.getFields()) {
      int count = random.nextInt(4);
      if (nanos && field.getJavaType() != JavaType.STRING) {
        // A time, or a duration.
        message.setField(
            field,
            field.getJavaType() == JavaType.INT
                ? (Object) random.nextInt(1_000_000_000)
                : (Object) (long) random.nextInt(Integer.MAX_VALUE));
      } else if (field.isRepeated()) {
        for (int i = 0; i < count; i++) {
          message.addRepeatedField(field, value(field, random));
        }
      } else if (count > 0) {
        message.setField(field, value(field, random));
      }
    }
    // What it requires may be missing yet.
    return message.buildPartial();
  }

  private static Object value(FieldDescriptor field, Random random) {
    return switch (field.getJavaType()) {
      case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(200) - 100;
      case LONG -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(200) - 100;
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text(random);
      case BYTE_STRING -> ByteString.copyFromUtf8(text(random));
      case ENUM ->
          field
              .getEnumType()
              .getValues()
              .get(random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> random(field.getMessageType(), random);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          random.nextInt(8) == 0 ? 0x1F600 + random.nextInt(60) : 'a' + random.nextInt(200));
    }
    return text.toString();
  }
}
