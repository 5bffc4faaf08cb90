package io.summerbeam.transforms.mask;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is put in the place of a match: text, and groups of the match. */
record PatternReplacement(List<Part> parts) implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * A text, or a group.
   *
   * @param group negative where it is a text
   */
  record Part(int group, String text) implements Serializable {}

  private static final int NONE = -1;

  /**
   * Parses the text of a replacement.
   *
   * @throws IllegalArgumentException if it has a dollar sign that means nothing, or a group that
   *     the pattern has not
   */
  static PatternReplacement parse(String text, Pattern pattern) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$') {
        literal.append(c);
        at++;
      } else if (text.startsWith("$$", at)) {
        literal.append('$');
        at += 2;
      } else {
        boolean braced = text.startsWith("{", at + 1);
        int begin = braced ? at + 2 : at + 1;
        int end = braced ? text.indexOf('}', begin) : Math.min(begin + 1, text.length());
        String name = end < 0 ? "" : text.substring(begin, end);
        parts.add(new Part(NONE, literal.toString()));
        parts.add(new Part(group(name, braced, pattern, text), ""));
        literal.setLength(0);
        at = braced ? end + 1 : end;
      }
    }
    parts.add(new Part(NONE, literal.toString()));
    parts.removeIf(part -> part.group() == NONE && part.text().isEmpty());
    return new PatternReplacement(List.copyOf(parts));
  }

  /** Appends what stands in the place of the match at hand. */
  void append(Matcher match, StringBuilder out) {
    for (Part part : parts) {
      if (part.group() == NONE) {
        out.append(part.text());
      } else {
        // A group that had no part in the match is empty.
        String group = match.group(part.group());
        out.append(group == null ? "" : group);
      }
    }
  }

  private static int group(String name, boolean braced, Pattern pattern, String replacement) {
    Map<String, Integer> named = pattern.namedGroups();
    Integer group = braced ? named.get(name) : null;
    if (group == null && !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // More digits than any pattern has groups.
      group = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
    }
    if (group == null || group > pattern.groupCount()) {
      throw new IllegalArgumentException(
          "maskPattern() must have a replacement in which $1, ${12} and ${name} are groups of the"
              + " pattern and $$ is a dollar sign, but has: "
              + replacement
              + ". The pattern has "
              + pattern.groupCount()
              + " groups"
              + (named.isEmpty() ? "." : ", with names " + named.keySet() + "."));
    }
    return group;
  }
}
