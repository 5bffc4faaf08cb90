package io.summerbeam.io.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;

/** The columns of metadata that were asked for, in that order. */
record MetadataColumns(List<Column> columns) implements Serializable {

  private static final long serialVersionUID = 1;

  /** One of them. */
  record Column(KafkaMetadata what, String field) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  static MetadataColumns none() {
    return new MetadataColumns(List.of());
  }

  MetadataColumns with(KafkaMetadata what, String field) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException(
          "withMetadata() must be given the name of a column, but was: ''");
    }
    for (Column each : columns) {
      if (each.field().equals(field)) {
        throw new IllegalArgumentException(
            "withMetadata() must be given each column once, but there are two of the name '"
                + field
                + "'.");
      }
    }
    List<Column> more = new ArrayList<>(columns);
    more.add(new Column(what, field));
    return new MetadataColumns(List.copyOf(more));
  }

  /**
   * The schema with the columns behind its fields.
   *
   * @throws IllegalArgumentException if it has a field of the name of a column
   */
  Schema addTo(Schema schema) {
    Schema.Builder builder = Schema.builder().addFields(schema.getFields());
    for (Column each : columns) {
      if (schema.hasField(each.field())) {
        throw new IllegalArgumentException(
            "withMetadata(): the schema has a field '"
                + each.field()
                + "' already. Give the column another name: withMetadata(KafkaMetadata."
                + each.what().name()
                + ", \"kafka_"
                + each.field()
                + "\").");
      }
      builder.addField(Field.of(each.field(), each.what().type()));
    }
    return builder.build();
  }

  /** Puts the columns of a record behind the values of its row. */
  void put(KafkaRecord<byte[], RecordValue> record, Object[] values, int at) {
    for (int i = 0; i < columns.size(); i++) {
      values[at + i] = columns.get(i).what().of(record);
    }
  }
}
