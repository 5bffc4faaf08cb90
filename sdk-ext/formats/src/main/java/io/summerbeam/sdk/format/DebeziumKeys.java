package io.summerbeam.sdk.format;

import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;

/** How Debezium writes the keys of messages: the columns of a table's key. */
record DebeziumKeys(DebeziumFormat table) implements RowFormat {

  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "debezium-key";
  }

  @Override
  public RowDecoder decoder(Schema schema) {
    return new ConnectDecoder(
        sent -> new JsonRow(schema, "", new DebeziumRules(table, sent, "", Set.of())), false);
  }

  @Override
  public RowEncoder encoder(Schema schema) {
    return table.encoder(schema);
  }
}
