package io.summerbeam.transforms.mask.scrub;

/**
 * Which characters are anchors, and which finders to ask at one. Most digits in a log begin nothing
 * that anybody looks for: how many there are and the character behind them says so at once.
 */
final class AnchorTable {

  private static final int ASCII = 128;

  /** More digits in a row say no more. */
  private static final int MOST_DIGITS = 20;

  /** The kind of digits in a row that begin with 0, which have a row for each length, too. */
  private static final int ZERO = 1 + MOST_DIGITS;

  /**
   * For each character its kind: 0 for no anchor, 1 for a digit, {@link #ZERO}, and one for each
   * other anchor.
   */
  private final byte[] kinds = new byte[ASCII];

  /**
   * A bit for each finder to ask because of the character behind: first for so many digits, then
   * for each other kind. The last column is for all that is not ASCII.
   */
  private final int[][] askedBefore;

  /** A bit for each finder to ask because of the character before, for each kind. */
  private final int[][] askedAfter;

  AnchorTable(Finder[] finders) {
    int rows = ZERO + MOST_DIGITS;
    for (Finder finder : finders) {
      for (char anchor : finder.anchors().toCharArray()) {
        if (kinds[anchor] == 0) {
          kinds[anchor] = (byte) (Characters.isDigit(anchor) ? digit(anchor) : rows++);
        }
      }
    }
    askedBefore = new int[rows][ASCII + 1];
    askedAfter = new int[rows][ASCII + 1];
    for (int i = 0; i < finders.length; i++) {
      for (char anchor : finders[i].anchors().toCharArray()) {
        Finder finder = finders[i];
        fill(askedAfter[kinds[anchor]], 1 << i, before -> finder.mayFindAfter(before, anchor));
        int most = Characters.isDigit(anchor) ? MOST_DIGITS : 1;
        for (int length = 1; length <= most; length++) {
          int digits = length;
          fill(
              askedBefore[kinds[anchor] + length - 1],
              1 << i,
              behind -> finder.mayFindBefore(anchor, digits, behind));
        }
      }
    }
  }

  private static int digit(char anchor) {
    return anchor == '0' ? ZERO : 1;
  }

  private static void fill(int[] row, int bit, Neighbor neighbor) {
    row[ASCII] |= bit;
    for (char c = 0; c < ASCII; c++) {
      if (neighbor.isPossible(c)) {
        row[c] |= bit;
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
    char before = at > 0 ? text.charAt(at - 1) : 0;
    char behind = end < text.length() ? text.charAt(end) : 0;
    int kind = kinds[text.charAt(at)];
    int row = kind + Math.min(end - at, MOST_DIGITS) - 1;
    return askedAfter[kind][Math.min(before, ASCII)] & askedBefore[row][Math.min(behind, ASCII)];
  }

  /** A question about the character next to an anchor. */
  private interface Neighbor {
    boolean isPossible(char c);
  }
}
