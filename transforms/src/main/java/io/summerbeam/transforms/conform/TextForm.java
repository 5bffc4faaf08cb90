package io.summerbeam.transforms.conform;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Mapping#parsing} reads a text. A text is read as a whole, or it is refused; white
 * space is none that is passed over.
 */
@AutoValue
public abstract class TextForm implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The form that goes with the type:
   *
   * <ul>
   *   <li>whole numbers: {@code -12}, ASCII digits with a sign or none;
   *   <li>DECIMAL, FLOAT, DOUBLE: {@code 1.50}, {@code -2e3}; for the binary ones it must be a
   *       number that is written again as one of the same value;
   *   <li>BOOLEAN: {@code true} or {@code false};
   *   <li>points in time: {@code 2001-01-01T00:00:00Z} or with an offset;
   *   <li>dates, times of day, local times: ISO 8601, {@code 2001-01-01}, {@code 10:15:30}, {@code
   *       2001-01-01T10:15:30};
   *   <li>enumerations: one of their names.
   * </ul>
   */
  public static TextForm standard() {
    return new AutoValue_TextForm(null, null, null, null);
  }

  /**
   * Times by a pattern of {@link DateTimeFormatter}, in English, strictly.
   *
   * @param zone of a point in time whose pattern has none. One that the clocks skip is refused; of
   *     one that they show twice it is the first.
   * @throws IllegalArgumentException if it is no pattern
   */
  public static TextForm time(String pattern, ZoneId zone) {
    try {
      formatter(pattern);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "TextForm.time() must be given a pattern of java.time's DateTimeFormatter, but was: "
              + pattern,
          e);
    }
    return new AutoValue_TextForm(pattern, zone.getId(), null, null);
  }

  /**
   * Booleans by two words: {@code Y} and {@code N}.
   *
   * @throws IllegalArgumentException if they are equal
   */
  public static TextForm booleans(String whenTrue, String whenFalse) {
    if (whenTrue.equals(whenFalse)) {
      throw new IllegalArgumentException(
          "TextForm.booleans() must be given two words, but both were: " + whenTrue);
    }
    return new AutoValue_TextForm(null, null, whenTrue, whenFalse);
  }

  abstract @Nullable String pattern();

  abstract @Nullable String zone();

  abstract @Nullable String whenTrue();

  abstract @Nullable String whenFalse();

  static DateTimeFormatter formatter(String pattern) {
    // In a strict formatter a year of an era is no year.
    return DateTimeFormatter.ofPattern(prolepticYear(pattern), Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static String prolepticYear(String pattern) {
    StringBuilder proleptic = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < proleptic.length(); i++) {
      char c = proleptic.charAt(i);
      quoted ^= c == '\'';
      if (c == 'y' && !quoted) {
        proleptic.setCharAt(i, 'u');
      }
    }
    return proleptic.toString();
  }
}
