package io.summerbeam.sdk.format;

import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Writes a Row as a message. */
final class ProtoRowWriter implements ProtoWriter {

  /** Writes a field, or nothing where that says what its value is. */
  interface Place {
    void write(@Nullable Object value, ProtoOutput out) throws UnwritableException;
  }

  /**
   * A field that is written.
   *
   * @param index in the Row
   */
  record Field(int index, int number, Place place) {}

  /**
   * Fields of which one at most may have a value.
   *
   * @param text their names
   */
  record Oneof(List<Integer> indexes, String text) {}

  private final Field[] fields;
  private final Oneof[] oneofs;

  ProtoRowWriter(List<Field> fields, List<Oneof> oneofs) {
    this.fields = fields.toArray(Field[]::new);
    this.oneofs = oneofs.toArray(Oneof[]::new);
  }

  @Override
  public void write(Object value, ProtoOutput out) throws UnwritableException {
    Row row = (Row) value;
    for (Oneof oneof : oneofs) {
      int there = 0;
      for (int index : oneof.indexes()) {
        there += row.getValue(index) == null ? 0 : 1;
      }
      if (there > 1) {
        throw new UnwritableException(
            "the fields "
                + oneof.text()
                + " are of one oneof, and one of them at most may have a value, but several have",
            null);
      }
    }
    for (Field field : fields) {
      field.place().write(row.getValue(field.index()), out);
    }
  }
}
