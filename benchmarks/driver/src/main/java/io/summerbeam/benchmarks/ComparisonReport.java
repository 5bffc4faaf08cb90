package io.summerbeam.benchmarks;

/** A comparison as text, JSON, and a plot. */
final class ComparisonReport {

  private ComparisonReport() {}

  static Report of(Comparison comparison) {
    return new Report(
        comparison.name(),
        ComparisonText.of(comparison),
        ComparisonJson.of(comparison),
        plot(comparison));
  }

  private static String plot(Comparison comparison) {
    BarChart chart =
        new BarChart(comparison.name() + ": ns/record", comparison.heading().caption());
    for (ArmResult arm : comparison.arms()) {
      chart.bar(arm.arm().name(), kind(arm.arm()), arm.arm().setting(), arm.ns());
    }
    return chart.svg();
  }

  /** Who wrote it, which gives it its colour: the name up to what it runs on. */
  static String kind(ArmSpec arm) {
    return arm.name().replaceFirst("[-@].*", "");
  }
}
