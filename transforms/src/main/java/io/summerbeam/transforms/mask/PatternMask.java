package io.summerbeam.transforms.mask;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.apache.beam.sdk.values.Row;

/** Replaces the matches of one pattern. */
final class PatternMask implements ValueMask {

  private final Matcher matcher;
  private final PatternReplacement replacement;
  private final boolean matchRequired;

  PatternMask(Pattern pattern, PatternReplacement replacement, boolean matchRequired) {
    this.matcher = pattern.matcher("");
    this.replacement = replacement;
    this.matchRequired = matchRequired;
  }

  @Override
  public Object apply(Object value, Row record) throws MaskException {
    String text = (String) value;
    matcher.reset(text);
    StringBuilder masked = null;
    int copied = 0;
    while (matcher.find()) {
      int start = matcher.start();
      int end = matcher.end();
      if (start == end && isInsidePair(text, start)) {
        // What matches nothing matches between the halves of a surrogate pair, too.
        continue;
      }
      masked = masked == null ? new StringBuilder(text.length() + 16) : masked;
      masked.append(text, copied, start);
      replacement.append(matcher, masked);
      copied = end;
    }
    // No value is kept longer than its record.
    matcher.reset("");
    if (masked != null) {
      return masked.append(text, copied, text.length()).toString();
    }
    if (matchRequired) {
      throw new MaskException("the value must match the pattern, but nothing in it does");
    }
    return text;
  }

  private static boolean isInsidePair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }
}
