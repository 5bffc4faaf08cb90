package io.summerbeam.transforms.mask.scrub;

/**
 * Which characters are anchors, and which finders to ask at one. Most digits in a log begin nothing
 * that anybody looks for: how many there are and the character behind them says so at once.
 */
final class AnchorTable {

  private static final int ASCII = 128;

  /** More digits in a row say no more. */
  private static final int MOST_DIGITS = 20;

  /** For each character its kind: 0 for no anchor, 1 for a digit, and one for each other anchor. */
  private final byte[] kinds = new byte[ASCII];

  /**
   * A bit for each finder to ask: first for so many digits and the character behind them, then for
   * each other kind and the character behind it. The last column is for all that is not ASCII.
   */
  private final int[][] asked;

  AnchorTable(Finder[] finders) {
    int rows = MOST_DIGITS + 1;
    for (Finder finder : finders) {
      for (char anchor : finder.anchors().toCharArray()) {
        if (kinds[anchor] == 0) {
          kinds[anchor] = (byte) (Characters.isDigit(anchor) ? 1 : rows++);
        }
      }
    }
    asked = new int[rows][ASCII + 1];
    for (int i = 0; i < finders.length; i++) {
      for (char anchor : finders[i].anchors().toCharArray()) {
        int most = Characters.isDigit(anchor) ? MOST_DIGITS : 1;
        for (int length = 1; length <= most; length++) {
          fill(asked[kinds[anchor] + length - 1], finders[i], 1 << i, anchor, length);
        }
      }
    }
  }

  private static void fill(int[] row, Finder finder, int bit, char anchor, int length) {
    row[ASCII] |= bit;
    for (char behind = 0; behind < ASCII; behind++) {
      if (finder.mayFind(anchor, length, behind)) {
        row[behind] |= bit;
      }
    }
  }

  /** The first anchor from an index on, or the length. */
  int next(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c < ASCII && kinds[c] != 0) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** The end of an anchor, which has all digits in a row. */
  static int end(String text, int at) {
    int end = at + 1;
    if (Characters.isDigit(text.charAt(at))) {
      while (end < text.length() && Characters.isDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  /** A bit for each finder to ask at an anchor. */
  int asked(String text, int at, int end) {
    char behind = end < text.length() ? text.charAt(end) : 0;
    int row = kinds[text.charAt(at)] + Math.min(end - at, MOST_DIGITS) - 1;
    return asked[row][Math.min(behind, ASCII)];
  }
}
