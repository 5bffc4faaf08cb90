package io.summerbeam.transforms.mask.policy;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the words of a policy what the rules say in those of Java. */
final class PolicyWords {

  /** What is called otherwise here. All else is the same in snake case. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "withBase64Url()", "format: base64url",
          "ofWidth()", "width",
          "keepPrefix()", "prefix",
          "perSubject()", "subject",
          "KeysetSource.perSubject()", "a key with a subject",
          "Alphabet.DIGITS", "alphabet: digits");

  private static final Pattern JAVA =
      Pattern.compile(
          "KeysetSource\\.perSubject\\(\\)|withBase64Url\\(\\)|ofWidth\\(\\)|keepPrefix\\(\\)|perSubject\\(\\)|Alphabet\\.DIGITS"
              + "|\\b(?:with)?([A-Z]\\w*)\\(\\)|\\b([a-z]+[A-Z]\\w*)\\(\\)"
              + "|\\b(keepFirst|keepLast|maskPattern|preserveFormat|shiftDays)\\b");

  private PolicyWords() {}

  /** The message of an exception that refuses a setting. */
  static String of(IllegalArgumentException e) {
    return of(String.valueOf(e.getMessage()));
  }

  /** A message. */
  static String of(String message) {
    Matcher matcher = JAVA.matcher(message);
    return matcher.replaceAll(
        found -> {
          String other = OTHERS.get(found.group());
          for (int group = 1; group <= 3 && other == null; group++) {
            other = found.group(group) == null ? null : snakeCase(found.group(group));
          }
          return Matcher.quoteReplacement(other == null ? found.group() : other);
        });
  }

  /** {@code keep_first} of {@code keepFirst}, and of {@code KeepFirst}. */
  static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
