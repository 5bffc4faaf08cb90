package io.summerbeam.sdk.format;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads a record as a Row. */
final class AvroRowReader implements AvroReader {

  private final Schema schema;
  // In the writer's order.
  private final AvroReader[] readers;
  // Where the value of each goes; -1 where the Row has no such field.
  private final int[] targets;
  // What the fields are that the writer has not.
  private final @Nullable Object[] absent;

  AvroRowReader(Schema schema, AvroReader[] readers, int[] targets, @Nullable Object[] absent) {
    this.schema = schema;
    this.readers = readers;
    this.targets = targets;
    this.absent = absent;
  }

  @Override
  public Row read(AvroInput in) throws MalformedException {
    @Nullable Object[] values = absent.clone();
    for (int i = 0; i < readers.length; i++) {
      Object value = readers[i].read(in);
      int target = targets[i];
      if (target >= 0) {
        values[target] = value;
      }
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
