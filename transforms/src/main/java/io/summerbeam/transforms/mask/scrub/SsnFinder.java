package io.summerbeam.transforms.mask.scrub;

/** AAA-GG-SSSS, with the areas, groups and serials that are given out. */
final class SsnFinder implements Finder {

  private static final int LENGTH = 11;

  @Override
  public String anchors() {
    return "0123456789";
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return length == 3 && behind == '-';
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int end = at + LENGTH;
    if (end > text.length() || text.charAt(at + 3) != '-' || text.charAt(at + 6) != '-') {
      return NONE;
    }
    int area = number(text, at, at + 3);
    boolean given =
        area > 0
            && area < 900
            && area != 666
            && number(text, at + 4, at + 6) > 0
            && number(text, at + 7, end) > 0;
    return given
            && Characters.numberMayBegin(text, at, edge)
            && !Characters.hangsOnHyphen(text, at, edge)
            && Characters.numberMayEnd(text, end)
        ? Span.of(at, end)
        : NONE;
  }

  /** What the digits say, or -1 if they are not all digits. */
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      if (!Characters.isDigit(text.charAt(i))) {
        return -1;
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
