package io.summerbeam.transforms.mask.scrub;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;

/** What characters are, and where words and numbers begin and end. */
final class Characters {

  /** Scripts that write words and numbers without spaces between them. */
  private static final EnumSet<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** Of no script in Unicode, since Hiragana and Katakana share it. */
  private static final int LONG_VOWEL = 'ー';

  private static final int ASCII = 128;

  private static final int MARKS =
      (1 << Character.NON_SPACING_MARK)
          | (1 << Character.COMBINING_SPACING_MARK)
          | (1 << Character.ENCLOSING_MARK);

  private Characters() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLatinLetter(int c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  static boolean isHex(int c) {
    int lower = c | 0x20;
    return isDigit(c) || (lower >= 'a' && lower <= 'f');
  }

  /** A blank that a number may have between its groups; it does not end the line. */
  static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\u00a0' || c == '\u202f';
  }

  /** A blank, or the end of a line. */
  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || isBlank(c);
  }

  static boolean isQuote(int c) {
    return c == '"' || c == '\'';
  }

  /** A letter or a digit of any script, or a mark on one. */
  static boolean isWord(int c) {
    if (c < ASCII) {
      return isLatinLetter(c) || isDigit(c);
    }
    return Character.isLetterOrDigit(c) || ((MARKS >> Character.getType(c)) & 1) != 0;
  }

  /** A letter of a script that writes no spaces, so that it says nothing about its neighbors. */
  static boolean isUnspaced(int c) {
    return c >= ASCII
        && !Character.isDigit(c)
        && (c == LONG_VOWEL || UNSPACED.contains(UnicodeScript.of(c)));
  }

  /** Whether a word ends right before an index. */
  static boolean wordEndsAt(String text, int at) {
    return at > 0 && belongsToWord(text.codePointBefore(at));
  }

  /** Whether a word begins or goes on at an index. */
  static boolean wordBeginsAt(String text, int at) {
    return at < text.length() && belongsToWord(text.codePointAt(at));
  }

  /** Whether a word or number may begin there: nothing touches it from the left. */
  static boolean mayBegin(String text, int at, int edge) {
    return at <= edge || !wordEndsAt(text, at);
  }

  /** Like {@link #mayBegin}, and it is not the fraction of another number. */
  static boolean numberMayBegin(String text, int at, int edge) {
    return mayBegin(text, at, edge)
        && !(at - 1 > edge && text.charAt(at - 1) == '.' && isDigit(text.charAt(at - 2)));
  }

  /** Whether a number may end there: no word touches it, and no fraction follows. */
  static boolean numberMayEnd(String text, int end) {
    if (wordBeginsAt(text, end)) {
      return false;
    }
    return !(end + 1 < text.length()
        && text.charAt(end) == '.'
        && isDigit(text.charAt(end + 1))
        && isDigit(text.charAt(end - 1)));
  }

  /** Whether what begins there hangs on a word by a hyphen, as the parts of a UUID do. */
  static boolean hangsOnHyphen(String text, int at, int edge) {
    return at - 1 > edge && text.charAt(at - 1) == '-' && wordEndsAt(text, at - 1);
  }

  private static boolean belongsToWord(int c) {
    return isWord(c) && !isUnspaced(c);
  }
}
