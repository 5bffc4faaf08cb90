package io.summerbeam.transforms.mask.scrub;

/** Four numbers to 255 with dots. */
final class Ipv4Finder implements Finder {

  private static final int NUMBERS = 4;

  @Override
  public String anchors() {
    return "0123456789";
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return length <= 3 && behind == '.';
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int end = end(text, at);
    return end >= 0
            && Characters.numberMayBegin(text, at, edge)
            && !(text.startsWith(".0.0.0", end - 6) && text.charAt(at) != '0')
        ? Span.of(at, end)
        : NONE;
  }

  /** The end of the address that begins there, or -1. */
  static int end(String text, int start) {
    int at = start;
    for (int numbers = 1; ; numbers++) {
      int number = 0;
      int begin = at;
      while (at < text.length() && at - begin < 3 && Characters.isDigit(text.charAt(at))) {
        number = 10 * number + text.charAt(at) - '0';
        at++;
      }
      if (at == begin || number > 255) {
        return -1;
      }
      if (numbers == NUMBERS) {
        return Characters.numberMayEnd(text, at) ? at : -1;
      }
      if (at == text.length() || text.charAt(at) != '.') {
        return -1;
      }
      at++;
    }
  }
}
