package io.summerbeam.sdk.window;

import io.summerbeam.sdk.schema.NearestName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.jspecify.annotations.Nullable;

/** The text of windows, read and written. */
final class WindowsText {

  // By their first word.
  private static final List<String> EXAMPLES =
      List.of(
          "fixed PT5M",
          "sliding PT1H every PT5M",
          "sessions PT30M",
          "days UTC",
          "weeks Europe/Berlin",
          "months UTC",
          "global");

  private WindowsText() {}

  static WindowFn<Object, ? extends BoundedWindow> read(String text) {
    String[] words = text.trim().split("\\s+", -1);
    String example = exampleOf(words[0]);
    if (example == null) {
      throw new IllegalArgumentException(
          "windows: must be one of '"
              + String.join("', '", EXAMPLES)
              + "', but was: '"
              + text
              + "'"
              + NearestName.hint(words[0], kinds()));
    }
    boolean inForm = words.length == words(example).length;
    if (!inForm || (words.length == 4 && !words[2].equals("every"))) {
      throw new IllegalArgumentException(
          "windows: must be as '" + example + "', but was: '" + text + "'.");
    }
    return switch (words[0]) {
      case "fixed" -> Windows.fixed(duration(words[1]));
      case "sliding" -> Windows.sliding(duration(words[1]), duration(words[3]));
      case "sessions" -> Windows.sessions(duration(words[1]));
      case "days" -> Windows.days(zone(words[1]));
      case "weeks" -> Windows.weeks(zone(words[1]));
      case "months" -> Windows.months(zone(words[1]));
      default -> Windows.global();
    };
  }

  static String of(WindowFn<?, ?> windows) {
    if (windows instanceof IntervalWindowFn || windows instanceof SlidingWindowFn) {
      return windows.toString();
    }
    if (windows instanceof Sessions sessions) {
      return "sessions " + Duration.ofMillis(sessions.getGapDuration().getMillis());
    }
    return windows instanceof GlobalWindows ? "global" : windows.getClass().getSimpleName();
  }

  private static @Nullable String exampleOf(String kind) {
    return EXAMPLES.stream()
        .filter(example -> words(example)[0].equals(kind))
        .findFirst()
        .orElse(null);
  }

  private static List<String> kinds() {
    return EXAMPLES.stream().map(example -> words(example)[0]).toList();
  }

  private static String[] words(String text) {
    return text.split(" ", -1);
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "windows: '"
              + text
              + "' is no ISO 8601 duration of days, hours, minutes and seconds: P1D, PT5M, PT0.5S.",
          e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "windows: '"
              + text
              + "' is no time zone, such as UTC, +02:00 or Europe/Berlin"
              + NearestName.hint(text, ZoneId.getAvailableZoneIds()),
          e);
    }
  }
}
