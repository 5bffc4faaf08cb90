package io.summerbeam.sdk.window;

import io.summerbeam.sdk.schema.NearestName;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of firings, read and written. */
final class FiringsText {

  private static final String ON_TIME = "on time";
  private static final String EARLY_EVERY = "early every";
  private static final String EARLY_AFTER = "early after";
  private static final String LATE_EACH = "late each";
  private static final String LATE_EVERY = "late every";
  private static final String ACCUMULATING = "accumulating";
  private static final String DISCARDING = "discarding";

  private static final List<String> PHRASES =
      List.of(ON_TIME, EARLY_EVERY, EARLY_AFTER, LATE_EACH, LATE_EVERY, ACCUMULATING, DISCARDING);

  private FiringsText() {}

  static Firings read(String text) {
    Firings firings = Firings.onTime();
    boolean onTime = false;
    for (String part : text.split(",", -1)) {
      String phrase = part.trim().replaceAll("\\s+", " ");
      if (phrase.equals(ON_TIME)) {
        if (onTime) {
          throw twice(phrase, text, null);
        }
        onTime = true;
        continue;
      }
      try {
        firings = with(firings, phrase, text);
      } catch (IllegalStateException e) {
        throw twice(phrase, text, e);
      }
    }
    return firings;
  }

  private static Firings with(Firings firings, String phrase, String text) {
    if (phrase.startsWith(EARLY_EVERY + " ")) {
      return firings.earlyEvery(duration(phrase.substring(EARLY_EVERY.length() + 1)));
    }
    if (phrase.startsWith(EARLY_AFTER + " ")) {
      return firings.earlyAfter(records(phrase.substring(EARLY_AFTER.length() + 1)));
    }
    if (phrase.startsWith(LATE_EVERY + " ")) {
      return firings.lateEvery(duration(phrase.substring(LATE_EVERY.length() + 1)));
    }
    return switch (phrase) {
      case LATE_EACH -> firings.lateEach();
      case ACCUMULATING -> firings.accumulating();
      case DISCARDING -> firings.discarding();
      default -> throw unknown(phrase, text);
    };
  }

  static String of(Firings firings) {
    List<String> phrases = new ArrayList<>();
    Duration early = firings.early();
    if (firings.firesOnce()) {
      phrases.add(ON_TIME);
    }
    if (early != null) {
      phrases.add(EARLY_EVERY + " " + early);
    }
    if (firings.earlyRecords() != null) {
      phrases.add(EARLY_AFTER + " " + firings.earlyRecords());
    }
    Duration late = firings.late();
    if (late != null) {
      phrases.add(late.isZero() ? LATE_EACH : LATE_EVERY + " " + late);
    }
    if (firings.discards() != null) {
      phrases.add(firings.isAccumulating() ? ACCUMULATING : DISCARDING);
    }
    return String.join(", ", phrases);
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "firings: '"
              + text
              + "' is no ISO 8601 duration of days, hours, minutes and seconds: PT1M, PT10S, PT0.5S.",
          e);
    }
  }

  private static int records(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "firings: '" + text + "' is no number of records, as in '" + EARLY_AFTER + " 1000'.", e);
    }
  }

  private static IllegalArgumentException twice(
      String phrase, String text, @Nullable Throwable why) {
    return new IllegalArgumentException(
        "firings: '" + phrase + "' says again what was said before, in '" + text + "'.", why);
  }

  private static IllegalArgumentException unknown(String phrase, String text) {
    String words = phrase.toLowerCase(Locale.ROOT).replaceAll(" [^ ]*\\d[^ ]*$", "");
    return new IllegalArgumentException(
        "firings: must be of 'on time', 'early every PT10S', 'early after 1000', 'late each', 'late"
            + " every PT1M', 'accumulating', 'discarding', with commas between, but '"
            + phrase
            + "' is none of them, in '"
            + text
            + "'"
            // What lacks its duration or number is near nothing but itself.
            + (words.equals(phrase) && PHRASES.contains(words)
                ? "."
                : NearestName.hint(words, PHRASES)));
  }
}
