package io.summerbeam.sdk.format;

import java.io.Serializable;

/**
 * What a DECIMAL is in Avro.
 *
 * @param precision how many digits
 * @param scale how many of them behind the point
 */
record AvroDecimals(int precision, int scale) implements Serializable {

  private static final long serialVersionUID = 1;

  AvroDecimals {
    if (precision < 1 || precision > RowFormat.MAX_DECIMAL_SCALE) {
      throw new IllegalArgumentException(
          "withDecimals() must be given from 1 to "
              + RowFormat.MAX_DECIMAL_SCALE
              + " digits, but was: "
              + precision);
    }
    if (scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "withDecimals() must be given from 0 to "
              + precision
              + " digits behind the point, but was: "
              + scale);
    }
  }
}
