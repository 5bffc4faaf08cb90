package io.summerbeam.benchmarks;

import java.util.Locale;

/** Figures as a reader wants them: as many digits as mean something. */
final class Text {

  private static final double WHOLE_FROM = 100;

  private Text() {}

  /** {@code 1,200,000}. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 13,312}, {@code 53.1}; a dash where there is none. */
  static String figure(double figure) {
    if (!Double.isFinite(figure)) {
      return "-";
    }
    return String.format(Locale.ROOT, Math.abs(figure) < WHOLE_FROM ? "%.1f" : "%,.0f", figure);
  }

  /** {@code 2.35}; a dash where there is none. */
  static String ratio(double figure) {
    return Double.isFinite(figure) ? String.format(Locale.ROOT, "%.2f", figure) : "-";
  }

  /** {@code 8.3 s}. */
  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
