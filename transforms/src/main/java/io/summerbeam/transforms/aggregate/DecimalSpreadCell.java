package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The exact sums of decimals and of their squares. Null is passed over. */
final class DecimalSpreadCell implements Cell {

  private static final BigDecimalCoder DECIMAL = BigDecimalCoder.of();

  private final int index;
  private final String text;
  private final Spread spread;
  private long count;
  private BigDecimal sum = BigDecimal.ZERO;
  private BigDecimal squares = BigDecimal.ZERO;

  /**
   * @param text how it was asked for, for the message
   */
  DecimalSpreadCell(int index, String text, Spread spread) {
    this.index = index;
    this.text = text;
    this.spread = spread;
  }

  @Override
  public void add(Row row, long time) {
    BigDecimal value = row.getValue(index);
    if (value != null) {
      DecimalCell.bounded(value, text);
      count++;
      sum = sum.add(value);
      squares = squares.add(value.multiply(value));
    }
  }

  @Override
  public void merge(Cell other) {
    DecimalSpreadCell cell = (DecimalSpreadCell) other;
    count += cell.count;
    sum = sum.add(cell.sum);
    squares = squares.add(cell.squares);
  }

  @Override
  public @Nullable Object result() {
    long divisor = spread.divisor(count);
    if (divisor <= 0) {
      return null;
    }
    BigDecimal records = BigDecimal.valueOf(count);
    BigDecimal variance =
        squares
            .multiply(records)
            .subtract(sum.multiply(sum))
            .divide(records.multiply(BigDecimal.valueOf(divisor)), MathContext.DECIMAL128);
    return spread.isRoot() ? variance.sqrt(MathContext.DECIMAL128) : variance;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
    DECIMAL.encode(sum, out);
    DECIMAL.encode(squares, out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = States.readCount(in);
    sum = DECIMAL.decode(in);
    squares = DECIMAL.decode(in);
  }
}
