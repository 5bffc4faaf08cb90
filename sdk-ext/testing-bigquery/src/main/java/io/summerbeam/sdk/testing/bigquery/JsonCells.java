package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Reads rows as they come over REST: numbers and times are mostly texts. */
final class JsonCells {

  private JsonCells() {}

  /**
   * A row as it is shown.
   *
   * @throws RuntimeException if a column cannot hold what is for it
   */
  static ObjectNode row(JsonNode sent, List<Column> columns) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (Column column : columns) {
      row.set(column.name(), cell(sent.path(column.name()), column));
    }
    return row;
  }

  private static JsonNode cell(JsonNode sent, Column column) {
    if (!column.repeated()) {
      return value(sent, column);
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    sent.forEach(each -> values.add(value(each, column)));
    return values;
  }

  private static JsonNode value(JsonNode sent, Column column) {
    if (sent.isMissingNode() || sent.isNull()) {
      return NullNode.instance;
    }
    if (column.type() == CellType.STRUCT) {
      return row(sent, column.inner());
    }
    return sent.isContainerNode()
        ? TextNode.valueOf(sent.toString())
        : column.type().parse(sent.asText());
  }
}
