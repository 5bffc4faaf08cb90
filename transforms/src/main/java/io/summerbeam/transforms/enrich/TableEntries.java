package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.source.Provenance;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What is carried of each row of the table: the key, what is taken, and where the row came from,
 * for the message when its key is not unique.
 */
final class TableEntries implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<String> keyNames;
  private final int[] indexes;
  private final int keys;
  private final Schema schema;

  /**
   * @param keys indexes of the key fields in the table
   * @param taken indexes of the fields to take
   */
  TableEntries(Schema table, int[] keys, int[] taken) {
    this.keys = keys.length;
    this.indexes = new int[keys.length + taken.length];
    System.arraycopy(keys, 0, indexes, 0, keys.length);
    System.arraycopy(taken, 0, indexes, keys.length, taken.length);
    this.keyNames = Arrays.stream(keys).mapToObj(i -> table.getField(i).getName()).toList();
    // The names of the table may be taken twice, for one key and one value: numbers cannot collide.
    List<Field> fields = new ArrayList<>();
    for (int index : indexes) {
      fields.add(Field.of("f" + fields.size(), table.getField(index).getType().withNullable(true)));
    }
    fields.add(Field.nullable("place", FieldType.STRING));
    this.schema = Schema.of(fields.toArray(Field[]::new));
  }

  Schema schema() {
    return schema;
  }

  String keyNames() {
    return String.join(", ", keyNames);
  }

  Row entryOf(Row tableRow) {
    Object[] values = new Object[indexes.length + 1];
    for (int i = 0; i < indexes.length; i++) {
      values[i] = tableRow.getValue(indexes[i]);
    }
    Provenance source = Provenance.of(tableRow);
    values[indexes.length] = source == null ? null : source.toString();
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  @Nullable Object keyOf(Row entry) {
    Object[] values = new Object[keys];
    for (int i = 0; i < keys; i++) {
      values[i] = entry.getValue(i);
    }
    return TableIndex.key(values);
  }

  Object[] takenOf(Row entry) {
    Object[] values = new Object[indexes.length - keys];
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.getValue(keys + i);
    }
    return values;
  }

  String placeOf(Row entry) {
    String place = entry.getValue(indexes.length);
    return place == null ? "" : ", " + place;
  }

  String placesOf(Row one, Row other) {
    String first = placeOf(one);
    String second = placeOf(other);
    return first.isEmpty() || second.isEmpty()
        ? ""
        : ": " + first.substring(2) + " and " + second.substring(2);
  }
}
