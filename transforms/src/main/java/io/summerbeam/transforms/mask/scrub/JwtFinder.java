package io.summerbeam.transforms.mask.scrub;

/** JSON Web Tokens, found by the J of eyJ, which is how a JSON object in Base64 begins. */
final class JwtFinder implements Finder {

  /** The Base64 of the authentication tag of an encrypted token, 128 bits or more. */
  private static final int TAG = 22;

  @Override
  public String anchors() {
    return "J";
  }

  @Override
  public boolean endsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return behind == '.' || isBase64(behind);
  }

  @Override
  public boolean mayFindAfter(char before, char anchor) {
    return before == 'y';
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int start = at - 2;
    if (start < from
        || !text.startsWith("ey", start)
        || (start != edge && isTouched(text, start))) {
      return NONE;
    }
    int header = run(text, at + 1);
    int second = part(text, header);
    int third = part(text, second);
    if (third < 0) {
      return NONE;
    }
    int fourth = part(text, third);
    int tag = part(text, fourth);
    if (tag > fourth + TAG) {
      return Span.of(start, tag);
    }
    // Only an encrypted token may have nothing in the middle.
    return second > header + 1 ? Span.of(start, third) : NONE;
  }

  private static boolean isTouched(String text, int start) {
    return start > 0 && (isBase64(text.charAt(start - 1)) || Characters.wordEndsAt(text, start));
  }

  /** The end of the part behind a dot at an index, or -1 if there is no dot. */
  private static int part(String text, int dot) {
    return dot >= 0 && text.startsWith(".", dot) ? run(text, dot + 1) : -1;
  }

  private static int run(String text, int start) {
    int end = start;
    while (end < text.length() && isBase64(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBase64(char c) {
    return Characters.isLatinLetter(c) || Characters.isDigit(c) || c == '-' || c == '_';
  }
}
