package io.summerbeam.transforms.validate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A field at the end of the records, between the steps of one {@link Validate}: a bit of it for
 * each expectation that a record broke on the way.
 */
final class Marks implements Serializable {

  private static final long serialVersionUID = 1;

  /** How many there can be. */
  static final int MAX = Long.SIZE;

  private final Schema plain;
  private final Schema marked;

  Marks(Schema plain) {
    this.plain = plain;
    String name = "broken";
    while (plain.hasField(name)) {
      name += "_";
    }
    this.marked = Schema.builder().addFields(plain.getFields()).addInt64Field(name).build();
  }

  /** The records' schema, with the field. */
  Schema schema() {
    return marked;
  }

  /** A record with the field, and nothing in it. */
  Row addTo(Row row) {
    return copy(row, 0L);
  }

  /** A record that breaks one more expectation. */
  Row with(Row row, int bit) {
    return copy(row, of(row) | (1L << bit));
  }

  /** What a record broke. */
  long of(Row row) {
    Long bits = row.getValue(plain.getFieldCount());
    return bits == null ? 0 : bits;
  }

  /** The record as it came in. */
  Row without(Row row) {
    int fields = plain.getFieldCount();
    List<@Nullable Object> values = new ArrayList<>(fields);
    for (int i = 0; i < fields; i++) {
      values.add(row.getValue(i));
    }
    return Row.withSchema(plain).attachValues(values);
  }

  private Row copy(Row row, long bits) {
    int fields = plain.getFieldCount();
    @Nullable Object[] values = new Object[fields + 1];
    for (int i = 0; i < fields; i++) {
      values[i] = row.getValue(i);
    }
    values[fields] = bits;
    return Row.withSchema(marked).attachValues(Arrays.asList(values));
  }
}
