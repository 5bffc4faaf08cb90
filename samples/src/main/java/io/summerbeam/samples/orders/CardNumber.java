package io.summerbeam.samples.orders;

import java.util.Random;

/** Card numbers: 16 digits, of which the last one checks the others (Luhn). */
final class CardNumber {

  private static final int LENGTH = 16;
  // No card begins so: 9 is for national use, and no nation has the number 999.
  private static final String NOBODYS = "9999";

  private CardNumber() {}

  /** A number of a card that does not exist. */
  static String random(Random random) {
    StringBuilder digits = new StringBuilder(NOBODYS);
    while (digits.length() < LENGTH - 1) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    for (char last = '0'; ; last++) {
      String number = digits.toString() + last;
      if (isValid(number)) {
        return number;
      }
    }
  }

  /** The same with another last digit, so that it is not valid. */
  static String spoilt(String number) {
    int last = number.length() - 1;
    return number.substring(0, last) + (number.charAt(last) - '0' + 1) % 10;
  }

  /** Whether it is 16 digits with a right check digit. */
  static boolean isValid(String number) {
    if (number.length() != LENGTH) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = number.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      int weighed = i % 2 == 0 ? 2 * digit : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
