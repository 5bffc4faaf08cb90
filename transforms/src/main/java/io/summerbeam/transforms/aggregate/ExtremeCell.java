package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The least or the greatest value, in the natural order of its type. Null is passed over. */
final class ExtremeCell implements Cell {

  private final int index;
  private final boolean greatest;
  private final Coder<Object> coder;
  private @Nullable Object extreme;

  /**
   * @param coder of the value, null included
   */
  ExtremeCell(int index, boolean greatest, Coder<Object> coder) {
    this.index = index;
    this.greatest = greatest;
    this.coder = coder;
  }

  @Override
  public void add(Row row, long time) {
    take(row.getValue(index));
  }

  @Override
  public void merge(Cell other) {
    take(((ExtremeCell) other).extreme);
  }

  @Override
  public @Nullable Object result() {
    return extreme;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    coder.encode(extreme, out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    extreme = coder.decode(in);
  }

  @SuppressWarnings("unchecked") // Only types whose values compare with each other come here.
  private void take(@Nullable Object value) {
    if (value == null) {
      return;
    }
    Object current = extreme;
    if (current == null) {
      extreme = value;
      return;
    }
    int order = ((Comparable<Object>) value).compareTo(current);
    if (order == 0 ? isShorter(value, current) : greatest == order > 0) {
      extreme = value;
    }
  }

  // 1.0 and 1.00 are equal and not the same: the result must not depend on which came first.
  private static boolean isShorter(Object value, Object equal) {
    return value instanceof BigDecimal one
        && equal instanceof BigDecimal other
        && one.scale() < other.scale();
  }
}
