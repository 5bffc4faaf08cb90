package io.summerbeam.runners;

import java.util.Locale;

/** How times and numbers are written. */
final class Elapsed {

  private Elapsed() {}

  /** {@code 8.4 s}, {@code 2 min 05 s}, {@code 1 h 02 min}. */
  static String text(long millis) {
    long seconds = millis / 1000;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%d.%d s", seconds, millis % 1000 / 100);
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  /** {@code 20,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
