package io.summerbeam.transforms.mask.scrub;

/** E-mail addresses, found by the at sign: what is before it, then what is behind it. */
final class EmailFinder implements Finder {

  private static final int LOCAL_MAX = 64;
  private static final int DOMAIN_MAX = 255;
  private static final int TLD_MIN = 2;
  private static final String ENCODED_AT = "%40";
  private static final String ENCODED_LABEL = "xn--";
  private static final String[] IMAGES = {"png", "jpg", "jpeg", "gif", "webp", "svg"};

  @Override
  public String anchors() {
    return "@%";
  }

  @Override
  public boolean endsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return anchor == '@' ? Characters.isWord(behind) : behind == ENCODED_AT.charAt(1);
  }

  @Override
  public boolean mayFindAfter(char before, char anchor) {
    return !Characters.isSpace(before);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int domain = at + 1;
    if (text.charAt(at) == '%') {
      if (!text.startsWith(ENCODED_AT, at)) {
        return NONE;
      }
      domain = at + ENCODED_AT.length();
    }
    int end = domainEnd(text, domain);
    if (end < 0 || isImage(text, domain, end)) {
      return NONE;
    }
    int start = localStart(text, at, from);
    return start < at ? Span.of(start, end) : NONE;
  }

  /** Where the local part begins; the at sign if there is none, or one that is too long. */
  private static int localStart(String text, int at, int from) {
    if (at == from) {
      return at;
    }
    // In Chinese an address follows the word before it without a space: 请联系bob@example.com.
    boolean unspaced = Characters.isUnspaced(text.codePointBefore(at));
    int start = at;
    while (start > from) {
      int c = text.codePointBefore(start);
      boolean inside =
          Characters.isWord(c)
              ? unspaced || !Characters.isUnspaced(c)
              : isPunctuation(c) || isApostrophe(text, start - 1, from, at);
      if (!inside) {
        break;
      }
      start -= Character.charCount(c);
      if (at - start > LOCAL_MAX) {
        return at;
      }
    }
    while (start < at && (text.charAt(start) == '.' || text.charAt(start) == '-')) {
      start++;
    }
    return start;
  }

  private static boolean isPunctuation(int c) {
    return c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
  }

  /** An apostrophe as in o'brien, which is no quote. */
  private static boolean isApostrophe(String text, int i, int from, int at) {
    return text.charAt(i) == '\''
        && i > from
        && i + 1 < at
        && Characters.isLatinLetter(text.charAt(i - 1))
        && Characters.isLatinLetter(text.charAt(i + 1));
  }

  /** The end of the longest domain that begins there, or -1. */
  private static int domainEnd(String text, int start) {
    int limit = Math.min(text.length(), start + DOMAIN_MAX);
    int end = -1;
    int label = start;
    boolean encoded = isEncoded(text, start);
    boolean mayBeTop = true;
    int previous = 0;
    int i = start;
    while (i < limit) {
      int c = text.codePointAt(i);
      if (c == '.' || c == '-') {
        if (i == label) {
          return end;
        }
        end = mayBeTop && isTop(start, label, i) ? i : end;
        mayBeTop = c == '.' || (mayBeTop && encoded);
        if (c == '.') {
          label = i + 1;
          encoded = isEncoded(text, label);
        }
      } else if (!Characters.isWord(c) || changesScript(previous, c)) {
        break;
      } else {
        mayBeTop &= encoded || !Character.isDigit(c);
      }
      previous = c;
      i += Character.charCount(c);
    }
    boolean cut = i >= limit && Characters.wordBeginsAt(text, i);
    return !cut && mayBeTop && isTop(start, label, i) ? i : end;
  }

  private static boolean isEncoded(String text, int label) {
    return text.regionMatches(true, label, ENCODED_LABEL, 0, ENCODED_LABEL.length());
  }

  private static boolean isTop(int domain, int label, int end) {
    return label > domain && end - label >= TLD_MIN;
  }

  /** Whether the domain is over because the text goes on in a script without spaces. */
  private static boolean changesScript(int previous, int c) {
    return previous != '.'
        && previous != '-'
        && previous != 0
        && Characters.isUnspaced(previous) != Characters.isUnspaced(c);
  }

  /** The name of an image for a dense screen: {@code logo@2x.png}. */
  private static boolean isImage(String text, int domain, int end) {
    if (Characters.isDigit(text.charAt(domain)) && text.startsWith("x.", domain + 1)) {
      for (String image : IMAGES) {
        int length = image.length();
        if (end == domain + 3 + length && text.regionMatches(true, domain + 3, image, 0, length)) {
          return true;
        }
      }
    }
    return false;
  }
}
