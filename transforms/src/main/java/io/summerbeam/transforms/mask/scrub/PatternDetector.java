package io.summerbeam.transforms.mask.scrub;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression with a name. */
record PatternDetector(String name, Pattern pattern) implements Detector {

  static PatternDetector of(String name, String regex) {
    if (name.isEmpty() || !name.chars().allMatch(PatternDetector::mayBeInAName)) {
      throw new IllegalArgumentException(
          "the name of a pattern must be letters, digits and underscores, but was: '" + name + "'");
    }
    PatternDetector detector = new PatternDetector(name, compile(name, regex));
    if (detector.pattern.matcher("").find()) {
      throw new IllegalArgumentException(
          "the pattern " + name + " must not match the empty text, but does: " + regex);
    }
    return detector;
  }

  private static Pattern compile(String name, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the pattern "
              + name
              + " must be in the syntax of RE2, which has no look-around and no back-references,"
              + " but was: "
              + regex
              + " ("
              + e.getDescription()
              + ")",
          e);
    }
  }

  private static boolean mayBeInAName(int c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }
}
