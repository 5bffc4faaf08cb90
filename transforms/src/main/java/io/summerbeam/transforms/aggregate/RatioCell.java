package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Divides one sum by another. */
final class RatioCell implements Cell {

  private final Cell numerator;
  private final Cell denominator;

  RatioCell(Cell numerator, Cell denominator) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  @Override
  public void add(Row row, long time) {
    numerator.add(row, time);
    denominator.add(row, time);
  }

  @Override
  public void merge(Cell other) {
    RatioCell cell = (RatioCell) other;
    numerator.merge(cell.numerator);
    denominator.merge(cell.denominator);
  }

  @Override
  public @Nullable Object result() {
    Number above = (Number) numerator.result();
    Number below = (Number) denominator.result();
    if (above == null || below == null || isZero(below)) {
      return null;
    }
    boolean floating = above instanceof Double || below instanceof Double;
    boolean decimal = above instanceof BigDecimal || below instanceof BigDecimal;
    return decimal && !floating
        ? (Object) exact(above).divide(exact(below), MathContext.DECIMAL128)
        : (Object) (above.doubleValue() / below.doubleValue());
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    numerator.encode(out);
    denominator.encode(out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    numerator.decode(in);
    denominator.decode(in);
  }

  private static boolean isZero(Number sum) {
    return sum instanceof Double floating ? floating == 0 : exact(sum).signum() == 0;
  }

  private static BigDecimal exact(Number sum) {
    return sum instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) sum;
  }
}
