package io.summerbeam.transforms.conform;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes a row, slot by slot. */
final class RowMaker implements Maker {

  private final Schema schema;
  private final Slot[] slots;

  /**
   * @param slots one for each field of the schema
   */
  RowMaker(Schema schema, Slot[] slots) {
    this.schema = schema;
    this.slots = slots;
  }

  @Override
  public Object make(@Nullable Object value, Row scope) throws MisfitException {
    Row source = (Row) value;
    @Nullable Object[] values = new Object[slots.length];
    for (int i = 0; i < slots.length; i++) {
      values[i] = slots[i].make(source, scope);
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  int size() {
    return slots.length;
  }

  /**
   * The values of a whole record, and not only the first that does not fit.
   *
   * @param into where the values go, from its first place on
   * @return what does not fit, or null
   */
  @Nullable String fill(@Nullable Object[] into, Row record) {
    StringBuilder problems = null;
    for (int i = 0; i < slots.length; i++) {
      try {
        into[i] = slots[i].make(record, record);
      } catch (MisfitException e) {
        problems = problems == null ? new StringBuilder() : problems.append("; ");
        problems.append(e.getMessage());
      }
    }
    return problems == null ? null : problems.toString();
  }
}
