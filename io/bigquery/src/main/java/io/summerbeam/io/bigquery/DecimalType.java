package io.summerbeam.io.bigquery;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A type of BigQuery that holds decimals, and what fits into it. */
public enum DecimalType {

  /** 29 digits before the point and 9 behind it. */
  NUMERIC(9, BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),

  /** 38 digits before the point, most numbers of 39, and 38 behind it. */
  BIGNUMERIC(38, BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE));

  private final int scale;
  private final BigInteger max;
  private final int wholeDigits;

  /**
   * @param scale the digits behind the point
   * @param max the largest number, counted in the last of these digits; the smallest is its
   *     negative, or one less
   */
  DecimalType(int scale, BigInteger max) {
    this.scale = scale;
    this.max = max;
    this.wholeDigits = max.toString().length() - scale;
  }

  /** The number with all its digits, as the service reads it. */
  String text(BigDecimal value) throws UnwritableRowException {
    // With zeros at its end a number may have more digits than it needs.
    BigDecimal number = value.stripTrailingZeros();
    if (number.scale() > scale) {
      throw new UnwritableRowException(
          "has more than " + scale + " digits behind the point, the most that " + this + " has");
    }
    // Before it is scaled: of 1E+999999999 that would be a gigabyte.
    if (number.precision() - number.scale() > wholeDigits
        || number.setScale(scale).unscaledValue().abs().compareTo(max) > 0) {
      throw new UnwritableRowException("is out of the range of " + this);
    }
    return number.toPlainString();
  }
}
