package io.summerbeam.transforms.mask.fpe;

/** The check digit of ISO/IEC 7812-1, which card numbers end with. */
final class Luhn {

  private static final int RADIX = 10;

  private Luhn() {}

  /** The digit that makes the first {@code length} digits valid when it is put behind them. */
  static int checkDigit(int[] digits, int length) {
    int sum = 0;
    boolean twice = true;
    for (int i = length - 1; i >= 0; i--) {
      int digit = twice ? 2 * digits[i] : digits[i];
      sum += digit < RADIX ? digit : digit - (RADIX - 1);
      twice = !twice;
    }
    return (RADIX - sum % RADIX) % RADIX;
  }
}
