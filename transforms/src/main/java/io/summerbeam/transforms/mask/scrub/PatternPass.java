package io.summerbeam.transforms.mask.scrub;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text for a regular expression.
 *
 * @param detector its number
 */
record PatternPass(int detector, Pattern pattern) {

  /** What was found before and what is found now, or null if that is nothing. */
  @Nullable Hits find(String text, @Nullable Hits before, int detectors) {
    Hits hits = before;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      // A pattern may match the empty text between words, but there is nothing to replace.
      if (matcher.end() > matcher.start()) {
        hits = hits == null ? new Hits(detectors) : hits;
        hits.add(detector, Span.of(matcher.start(), matcher.end()));
      }
    }
    return hits;
  }
}
