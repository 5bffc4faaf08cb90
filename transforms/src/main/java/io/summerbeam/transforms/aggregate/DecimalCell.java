package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.failure.FinalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The exact sum of decimals, and how many there were. Null is passed over. */
final class DecimalCell implements Cell {

  private static final BigDecimalCoder DECIMAL = BigDecimalCoder.of();

  private final int index;
  private final String text;
  private final boolean mean;
  private long count;
  private BigDecimal sum = BigDecimal.ZERO;

  /**
   * @param text how it was asked for, for the message
   */
  DecimalCell(int index, String text, boolean mean) {
    this.index = index;
    this.text = text;
    this.mean = mean;
  }

  @Override
  public void add(Row row, long time) {
    BigDecimal value = row.getValue(index);
    if (value != null) {
      count++;
      sum = sum.add(bounded(value, text));
    }
  }

  @Override
  public void merge(Cell other) {
    DecimalCell cell = (DecimalCell) other;
    count += cell.count;
    sum = sum.add(cell.sum);
  }

  @Override
  public @Nullable Object result() {
    if (count == 0) {
      return null;
    }
    return mean ? sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128) : sum;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
    DECIMAL.encode(sum, out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = States.readCount(in);
    sum = DECIMAL.decode(in);
  }

  /**
   * Refuses what is no sum of anything: an exact one has all the digits from the largest number's
   * first to the smallest one's last.
   */
  static BigDecimal bounded(BigDecimal value, String text) {
    if (Math.abs((long) value.scale()) > Aggregate.MAX_DECIMAL_SCALE) {
      throw FinalFailure.toThrow(
          new IllegalStateException(
              "Aggregate."
                  + text
                  + ": the scale of a decimal must be from -"
                  + Aggregate.MAX_DECIMAL_SCALE
                  + " to "
                  + Aggregate.MAX_DECIMAL_SCALE
                  + " to be summed exactly, but one is outside. Keep such records out before, with"
                  + " Validate."));
    }
    return value;
  }
}
