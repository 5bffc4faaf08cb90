package io.summerbeam.transforms.validate;

import java.io.Serializable;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Compares a record with what is known of its key, remembers it, and marks it if it falls. */
final class MonotonicMarker implements Serializable {

  private static final long serialVersionUID = 1;

  private final Monotony monotony;
  private final int field;
  private final boolean nullHolds;
  private final Marks marks;
  private final int bit;

  /**
   * @param field index of the field whose values are compared
   */
  MonotonicMarker(Monotony monotony, int field, boolean nullHolds, Marks marks, int bit) {
    this.monotony = monotony;
    this.field = field;
    this.nullHolds = nullHolds;
    this.marks = marks;
    this.bit = bit;
  }

  RowCoder stateCoder() {
    return monotony.coder();
  }

  Row mark(Row row, Instant time, ValueState<Row> state) {
    Object value = row.getValue(field);
    if (value == null) {
      return nullHolds ? row : marks.with(row, bit);
    }
    Row known = state.read();
    boolean holds = monotony.holds(known, time.getMillis(), value);
    Row after = monotony.after(known, time.getMillis(), value);
    if (after != null) {
      state.write(after);
    }
    return holds ? row : marks.with(row, bit);
  }
}
