package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows as they come by the Storage Write API: messages, whose times are numbers. */
final class WireCells {

  private WireCells() {}

  /** A row as it is shown. */
  static ObjectNode row(Message sent, List<Column> columns) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (Column column : columns) {
      FieldDescriptor field = field(sent, column);
      row.set(column.name(), field == null ? NullNode.instance : cell(sent, field, column));
    }
    return row;
  }

  // Columns have no case, and Beam writes their names small.
  private static @Nullable FieldDescriptor field(Message sent, Column column) {
    return sent.getDescriptorForType().getFields().stream()
        .filter(field -> field.getName().equalsIgnoreCase(column.name()))
        .findFirst()
        .orElse(null);
  }

  private static JsonNode cell(Message sent, FieldDescriptor field, Column column) {
    if (!field.isRepeated()) {
      return sent.hasField(field) ? value(sent.getField(field), column) : NullNode.instance;
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < sent.getRepeatedFieldCount(field); i++) {
      values.add(value(sent.getRepeatedField(field, i), column));
    }
    return values;
  }

  private static JsonNode value(Object sent, Column column) {
    return sent instanceof Message struct
        ? row(struct, column.inner())
        : column.type().parse(text(sent, column.type()));
  }

  private static String text(Object sent, CellType type) {
    if (sent instanceof ByteString bytes) {
      return switch (type) {
        case NUMERIC -> BigDecimalByteStringEncoder.decodeNumericByteString(bytes).toString();
        case BIGNUMERIC -> BigDecimalByteStringEncoder.decodeBigNumericByteString(bytes).toString();
        default -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      };
    }
    if (sent instanceof Number number) {
      long value = number.longValue();
      return switch (type) {
        case TIMESTAMP -> Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString();
        case DATE -> LocalDate.ofEpochDay(value).toString();
        case TIME -> CivilTimeEncoder.decodePacked64TimeMicrosLocalTime(value).toString();
        case DATETIME ->
            CivilTimeEncoder.decodePacked64DatetimeMicrosLocalDateTime(value).toString();
        default -> number.toString();
      };
    }
    return sent.toString();
  }
}
