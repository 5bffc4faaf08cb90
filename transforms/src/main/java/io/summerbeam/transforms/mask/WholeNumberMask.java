package io.summerbeam.transforms.mask;

import io.summerbeam.transforms.mask.fpe.UnfitTextException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Whole numbers, each encrypted into one of the same sign and as many digits. The cipher is one of
 * texts of digits; what it gives is encrypted again until it does not begin with 0 and fits the
 * type. That is a permutation of the numbers that do, so that the inverse cipher turns each back.
 */
final class WholeNumberMask {

  private static final int RADIX = 10;

  private final int fewestDigits;
  private final TextCipher cipher;

  /** The largest number of the type without its sign; empty if there is none. */
  private final String largest;

  /** The same of those below 0. */
  private final String largestBelowZero;

  private final boolean isInt;

  /**
   * @param type INT32, INT64 or DECIMAL
   * @param fewestDigits that the cipher takes
   */
  WholeNumberMask(TypeName type, int fewestDigits, TextCipher cipher) {
    this.fewestDigits = fewestDigits;
    this.cipher = cipher;
    isInt = type == TypeName.INT32;
    switch (type) {
      case INT32 -> {
        largest = String.valueOf(Integer.MAX_VALUE);
        largestBelowZero = String.valueOf(Integer.MIN_VALUE).substring(1);
      }
      case INT64 -> {
        largest = String.valueOf(Long.MAX_VALUE);
        largestBelowZero = String.valueOf(Long.MIN_VALUE).substring(1);
      }
      default -> {
        largest = "";
        largestBelowZero = "";
      }
    }
  }

  Object apply(Object value, byte[] tweak) throws MaskException, UnfitTextException {
    if (value instanceof BigDecimal decimal) {
      return new BigDecimal(new BigInteger(number(whole(decimal), tweak)));
    }
    String masked = number(value.toString(), tweak);
    if (isInt) {
      return Integer.valueOf(masked);
    }
    return Long.valueOf(masked);
  }

  private static String whole(BigDecimal decimal) throws MaskException {
    // Too many digits are refused there.
    BigDecimal unused = NumberType.exact(decimal);
    if (decimal.scale() != 0) {
      throw new MaskException(
          "The number must be a whole one, without decimals, but has the scale: "
              + decimal.scale());
    }
    return decimal.unscaledValue().toString(RADIX);
  }

  private String number(String number, byte[] tweak) throws MaskException, UnfitTextException {
    boolean belowZero = number.charAt(0) == '-';
    String digits = belowZero ? number.substring(1) : number;
    if (digits.length() < fewestDigits) {
      throw new MaskException(
          "The number must have at least "
              + fewestDigits
              + " digits, or too few numbers are like it to hide among, but has: "
              + digits.length());
    }
    String limit = belowZero ? largestBelowZero : largest;
    do {
      digits = cipher.apply(digits, tweak);
    } while (digits.charAt(0) == '0' || isAbove(digits, limit));
    return belowZero ? "-" + digits : digits;
  }

  private static boolean isAbove(String digits, String limit) {
    return digits.length() == limit.length() && digits.compareTo(limit) > 0;
  }

  /** Encrypts or decrypts a text into one of the same format. */
  interface TextCipher {
    String apply(String text, byte[] tweak) throws UnfitTextException;
  }
}
