package io.summerbeam.transforms.mask;

/** Parts of texts, counted in code points, so that no surrogate pair is cut in two. */
final class CodePoints {

  private CodePoints() {}

  /** How many there are. */
  static int count(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The first so many; the text itself if it has no more. */
  static String first(String text, int count) {
    // Where there are no more chars there are no more code points; most texts end here.
    if (text.length() <= count || count(text) <= count) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, count));
  }

  /** The last so many; the text itself if it has no more. */
  static String last(String text, int count) {
    if (text.length() <= count || count(text) <= count) {
      return text;
    }
    return text.substring(text.offsetByCodePoints(text.length(), -count));
  }
}
