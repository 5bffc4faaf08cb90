package io.summerbeam.transforms.mask.scrub;

/** User and password of a URL, found by the colon of {@code ://}. */
final class UrlCredentialsFinder implements Finder {

  private final Replacements replacements;

  UrlCredentialsFinder(Replacements replacements) {
    this.replacements = replacements;
  }

  @Override
  public String anchors() {
    return ":";
  }

  @Override
  public boolean beginsAsWord() {
    return false;
  }

  @Override
  public boolean endsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return behind == '/';
  }

  @Override
  public boolean mayFindAfter(char before, char anchor) {
    return endsScheme(before);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int start = at + 3;
    if (!text.startsWith("//", at + 1) || at == 0 || !endsScheme(text.charAt(at - 1))) {
      return NONE;
    }
    // A password may hold an at sign; the last one is that before the host.
    int end = -1;
    boolean password = false;
    for (int i = start; i < text.length() && !endsAuthority(text, i); i++) {
      char c = text.charAt(i);
      password |= c == ':';
      end = c == '@' && password ? i : end;
    }
    return end >= 0 ? Span.of(start, end) : NONE;
  }

  /** An at sign follows. */
  @Override
  public boolean endsForSure() {
    return true;
  }

  private static boolean endsScheme(char c) {
    return Characters.isLatinLetter(c) || Characters.isDigit(c);
  }

  private boolean endsAuthority(String text, int i) {
    char c = text.charAt(i);
    return switch (c) {
      // It may be a number with blanks, and a blank ends it.
      case '[' -> replacements.at(text, i) != Replacements.NOBODY;
      case '/', '?', '#', '\\', '"', '\'', '`', '<', '>' -> true;
      default -> Characters.isSpace(c);
    };
  }
}
