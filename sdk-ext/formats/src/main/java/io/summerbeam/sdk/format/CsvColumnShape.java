package io.summerbeam.sdk.format;

import java.math.BigDecimal;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * What was seen of a column. It is of another type than STRING only where each of its values would
 * be written again with the same characters.
 */
final class CsvColumnShape {

  // A longer text is no number anybody computes with, and would take its time.
  private static final int LONGEST_NUMBER = 100;
  // A sign and the 19 digits of the largest long.
  private static final int LONGEST_LONG = 20;

  private boolean withNull;
  private boolean withValue;
  private boolean booleans = true;
  private boolean wholes = true;
  private boolean numbers = true;

  void add(String text, boolean quoted) {
    if (text.isEmpty() && !quoted) {
      withNull = true;
      return;
    }
    withValue = true;
    booleans = booleans && (text.equals("true") || text.equals("false"));
    wholes = wholes && isWhole(text);
    numbers = numbers && (isWhole(text) || isNumber(text));
  }

  /** STRING where there was no value. */
  FieldType type() {
    FieldType type =
        !withValue
            ? FieldType.STRING.withNullable(true)
            : booleans
                ? FieldType.BOOLEAN
                : wholes ? FieldType.INT64 : numbers ? FieldType.DECIMAL : FieldType.STRING;
    return withNull ? type.withNullable(true) : type;
  }

  private static boolean isWhole(String text) {
    if (text.length() > LONGEST_LONG || !Numbers.isWhole(text)) {
      return false;
    }
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      // Outside of the range.
      return false;
    }
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER
        && Numbers.isNumber(text)
        && Numbers.parse(text, TypeName.DECIMAL) instanceof BigDecimal number
        && number.toString().equals(text);
  }
}
