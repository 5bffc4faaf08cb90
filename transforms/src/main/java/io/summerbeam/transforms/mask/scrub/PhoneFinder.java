package io.summerbeam.transforms.mask.scrub;

/** A plus and 7 to 15 digits, as E.164 has them. */
final class PhoneFinder implements Finder {

  private static final int FEWEST = 7;
  private static final int MOST = 15;

  /** A country has fewer digits; more before a single dot make a decimal number. */
  private static final int COUNTRY = 3;

  private static final String ENCODED_PLUS = "%2B";

  @Override
  public String anchors() {
    return "+%";
  }

  @Override
  public boolean beginsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return anchor == '+' ? Characters.isDigit(behind) : behind == ENCODED_PLUS.charAt(1);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
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
