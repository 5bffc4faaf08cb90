package io.summerbeam.transforms.mask.scrub;

/** Digits that are a card number by issuer, length and check digit. */
final class CardFinder implements Finder {

  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;
  private static final int PREFIX = 4;

  /** Two of them are a decimal number. */
  private static final int DOTTED_GROUPS = 3;

  @Override
  public String anchors() {
    return "0123456789";
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return length >= SHORTEST ? length <= LONGEST : isGroup(length) && mayFollow(behind, (char) 0);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    if (!isIssuer(text, at)) {
      return NONE;
    }
    int end = -1;
    int digits = 0;
    int prefix = 0;
    // Every second digit from the right counts double; where that is, the last digit says.
    int evenDoubled = 0;
    int oddDoubled = 0;
    char separator = 0;
    int group = 0;
    int groups = 0;
    for (int i = at; digits <= LONGEST; i++) {
      char c = i < text.length() ? text.charAt(i) : 0;
      if (Characters.isDigit(c)) {
        int digit = c - '0';
        int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;
        boolean even = digits % 2 == 0;
        evenDoubled += even ? doubled : digit;
        oddDoubled += even ? digit : doubled;
        prefix = digits < PREFIX ? 10 * prefix + digit : prefix;
        digits++;
        group++;
        continue;
      }
      boolean grouped = isGroup(group);
      int sum = digits % 2 == 0 ? evenDoubled : oddDoubled;
      if (digits >= SHORTEST
          && sum % 10 == 0
          && (separator == 0 || grouped)
          && (separator != '.' || (groups >= DOTTED_GROUPS - 1 && isDottedGroup(group)))
          && isIssued(prefix, digits)
          && Characters.numberMayEnd(text, i)) {
        end = i;
      }
      if (!grouped || !mayFollow(c, separator) || (c == '.' && !isDottedGroup(group))) {
        break;
      }
      separator = c;
      groups++;
      group = 0;
      if (i + 1 == text.length() || !Characters.isDigit(text.charAt(i + 1))) {
        break;
      }
    }
    return end >= 0
            && Characters.numberMayBegin(text, at, edge)
            && !(separator == '-' && Characters.hangsOnHyphen(text, at, edge))
        ? Span.of(at, end)
        : NONE;
  }

  private static boolean isGroup(int digits) {
    return digits >= 3 && digits <= 7;
  }

  /** With dots there is less that is none: no thousands, no IP addresses. */
  private static boolean isDottedGroup(int digits) {
    return digits >= 4 && digits <= 6;
  }

  /** Whether a group may end with it; all groups of a number end with the same. */
  private static boolean mayFollow(char c, char separator) {
    return separator == 0
        ? c == '-' || c == '.' || isDash(c) || (Characters.isBlank(c) && c != '\t')
        : c == separator;
  }

  /** The hyphens and the dash that word processors make of a hyphen. */
  private static boolean isDash(char c) {
    return c == '\u2010' || c == '\u2011' || c == '\u2013';
  }

  /** Whether somebody issues cards that begin so: a quick answer to most numbers that are none. */
  private static boolean isIssuer(String text, int at) {
    int second = text.charAt(at + 1) - '0';
    return switch (text.charAt(at)) {
      case '2' -> second >= 2 && second <= 7;
      case '3' -> second == 0 || second >= 4;
      case '4', '5', '6' -> true;
      case '8' -> second == 1 || second == 2;
      case '9' -> second == 7;
      default -> false;
    };
  }

  /** Whether somebody issues cards of so many digits that begin so. */
  private static boolean isIssued(int prefix, int digits) {
    boolean long16 = digits >= 16;
    return switch (prefix / 100) {
      case 22, 23, 24, 25, 26, 27 ->
          (prefix >= 2221 && prefix <= 2720) ? digits == 16 : (prefix <= 2204 && long16);
      case 30 -> (prefix <= 3059 || prefix / 10 == 309) && (digits == 14 || long16);
      case 34, 37 -> digits == 15;
      case 35 -> prefix >= 3528 && prefix <= 3589 && long16;
      case 36, 38, 39 -> digits == 14 || long16;
      case 40, 41, 42, 43, 44, 45, 46, 47, 48, 49 -> digits == 13 || digits == 16 || digits == 19;
      case 51, 52, 53, 54, 55, 81, 82 -> digits == 16;
      case 50, 56, 57, 58 -> long16;
      case 97 -> prefix == 9792 && digits == 16;
      default -> prefix / 1000 == 6 && long16;
    };
  }
}
