package io.summerbeam.transforms.mask.scrub;

/**
 * A plus and 7 to 15 digits, as E.164 has them; or 00 instead of the plus, where a country's code
 * stands behind it and is apart from the rest: numbers that are filled up with zeros are many.
 */
final class PhoneFinder implements Finder {

  private static final int FEWEST = 7;
  private static final int MOST = 15;

  /** A country has fewer digits; more before a single dot make a decimal number. */
  private static final int COUNTRY = 3;

  private static final String ENCODED_PLUS = "%2B";

  /** Instead of the plus. */
  private static final String ZEROS = "00";

  /** The countries' codes of one and two digits; those of three begin with no other. */
  private static final String CODES =
      "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63"
          + " 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

  /** For each number below a thousand, whether it is the code of a country. */
  private static final boolean[] IS_CODE = codes();

  @Override
  public String anchors() {
    return "+%0";
  }

  @Override
  public boolean beginsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return switch (anchor) {
      case '+' -> Characters.isDigit(behind);
      case '%' -> behind == ENCODED_PLUS.charAt(1);
      default ->
          length > ZEROS.length() && length <= ZEROS.length() + COUNTRY && endsCountry(behind);
    };
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    if (text.charAt(at) == '0') {
      return findZeros(text, at, edge);
    }
    int first = at + 1;
    if (text.charAt(at) == '%') {
      if (!text.regionMatches(true, at, ENCODED_PLUS, 0, ENCODED_PLUS.length())) {
        return NONE;
      }
      first = at + ENCODED_PLUS.length();
    }
    if (first >= text.length()
        || !Characters.isDigit(text.charAt(first))
        || text.charAt(first) == '0'
        || (at > edge && text.charAt(at - 1) == '+')
        || !Characters.mayBegin(text, at, edge)) {
      return NONE;
    }
    int end = end(text, first);
    return end >= 0 ? Span.of(at, end) : NONE;
  }

  private static long findZeros(String text, int at, int edge) {
    if (!text.startsWith(ZEROS, at)) {
      return NONE;
    }
    int first = at + ZEROS.length();
    int end = first;
    int code = 0;
    while (end < text.length() && end - first < COUNTRY && Characters.isDigit(text.charAt(end))) {
      code = 10 * code + text.charAt(end) - '0';
      end++;
    }
    if (end == first
        || text.charAt(first) == '0'
        || !IS_CODE[code]
        || end == text.length()
        || !endsCountry(text.charAt(end))
        || !Characters.numberMayBegin(text, at, edge)
        || Characters.hangsOnHyphen(text, at, edge)) {
      return NONE;
    }
    end = end(text, first);
    return end >= 0 ? Span.of(at, end) : NONE;
  }

  private static boolean endsCountry(char c) {
    return c == '-' || c == '/' || c == '(' || c == '\u2011' || Characters.isBlank(c);
  }

  private static boolean[] codes() {
    boolean[] codes = new boolean[1000];
    for (int code = 1; code < codes.length; code++) {
      int shorter = code < 100 ? code : code / 10;
      boolean isShort = CODES.startsWith(code + " ") || CODES.contains(" " + code + " ");
      codes[code] =
          code < 100
              ? isShort
              : code / 100 > 1 && code / 100 != 7 && !CODES.contains(" " + shorter + " ");
    }
    return codes;
  }

  private static int end(String text, int first) {
    int end = -1;
    int digits = 0;
    int separators = 0;
    boolean decimal = false;
    boolean opened = false;
    boolean closed = false;
    char previous = 0;
    for (int i = first; i < text.length() && digits <= MOST; i++) {
      char c = text.charAt(i);
      boolean mayEnd;
      if (Characters.isDigit(c)) {
        digits++;
        mayEnd = opened == closed && !Characters.wordBeginsAt(text, i + 1);
      } else if (c == ')' && opened && !closed && Characters.isDigit(previous)) {
        closed = true;
        mayEnd = true;
      } else if (c == '(' && !opened && previous != '(') {
        opened = true;
        mayEnd = false;
      } else if (isSeparator(c) && (Characters.isDigit(previous) || previous == ')')) {
        decimal |=
            separators == 0 && !opened && c == '.' && digits > COUNTRY && nextIsDigit(text, i);
        separators++;
        mayEnd = false;
      } else {
        break;
      }
      if (mayEnd && digits >= FEWEST && digits <= MOST) {
        end = i + 1;
      }
      previous = c;
    }
    return decimal && separators == 1 ? -1 : end;
  }

  private static boolean nextIsDigit(String text, int at) {
    return at + 1 < text.length() && Characters.isDigit(text.charAt(at + 1));
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '.' || c == '/' || c == '\u2011' || Characters.isBlank(c);
  }
}
