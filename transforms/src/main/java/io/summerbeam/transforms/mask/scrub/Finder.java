package io.summerbeam.transforms.mask.scrub;

/**
 * Finds one kind of data around the characters that give it away, so that the rest of a text is
 * never looked at twice.
 *
 * <p>What it looks at around one anchor is bounded, or ends where a search from an earlier anchor
 * could not have passed: a text of anchors only takes linear time, too.
 */
interface Finder {

  /** Nothing here. */
  long NONE = -1;

  /** How far before an anchor the beginning of a hit is looked for, at most. */
  int LOOKS_BACK = 64;

  /** ASCII characters; each hit has one. Of digits in a row only the first is asked for. */
  String anchors();

  /**
   * Whether an anchor may give away a hit before what is behind it. This and {@link #mayFindAfter}
   * are asked once for all that a text may have, so that at most anchors of a text nobody is asked.
   *
   * @param length how many digits are in a row, if the anchor is one
   * @param behind an ASCII character, or 0 where the text ends
   */
  default boolean mayFindBefore(char anchor, int length, char behind) {
    return true;
  }

  /**
   * Whether an anchor may give away a hit after what is before it.
   *
   * @param before an ASCII character, or 0 where the text begins
   */
  default boolean mayFindAfter(char before, char anchor) {
    return true;
  }

  /**
   * The hit that an anchor gives away.
   *
   * @param at the anchor
   * @param from where the hit may begin at the earliest, which is the end of this finder's last or
   *     of another's
   * @param edge the end of the last hit of all finders; what is before it will be replaced, and so
   *     does not touch what is behind it
   * @return a {@link Span}, or {@link #NONE}
   */
  long find(String text, int at, int from, int edge);

  /** Whether a hit begins like a word, so that what it touches goes on with it. */
  default boolean beginsAsWord() {
    return true;
  }

  /** Whether a hit is none when a word touches its end. */
  default boolean endsAsWord() {
    return true;
  }

  /**
   * Whether the end of a hit is certain: then something that begins within it and goes on behind it
   * is a mistake. Otherwise both are replaced.
   */
  default boolean endsForSure() {
    return false;
  }
}
