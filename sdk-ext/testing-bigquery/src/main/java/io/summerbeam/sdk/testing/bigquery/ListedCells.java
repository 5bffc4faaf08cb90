package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes rows as {@code tabledata.list} has them: cells without names, all of them texts. */
final class ListedCells {

  private static final int NANO_DIGITS = 9;

  private ListedCells() {}

  static ObjectNode row(JsonNode row, List<Column> columns) {
    ObjectNode listed = JsonNodeFactory.instance.objectNode();
    ArrayNode cells = listed.putArray("f");
    for (Column column : columns) {
      JsonNode cell = row.get(column.name());
      if (column.repeated()) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        cell.forEach(each -> values.addObject().set("v", value(each, column)));
        cells.addObject().set("v", values);
      } else {
        cells.addObject().set("v", value(cell, column));
      }
    }
    return listed;
  }

  private static JsonNode value(JsonNode value, Column column) {
    if (value.isNull()) {
      return NullNode.instance;
    }
    return switch (column.type()) {
      case STRUCT -> row(value, column.inner());
      case TIMESTAMP -> TextNode.valueOf(seconds(Instant.parse(value.textValue())));
      case NUMERIC, BIGNUMERIC -> TextNode.valueOf(value.decimalValue().toPlainString());
      default -> TextNode.valueOf(value.asText());
    };
  }

  private static String seconds(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }
}
