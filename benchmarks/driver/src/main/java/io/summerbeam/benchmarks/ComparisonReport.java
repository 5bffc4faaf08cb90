package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        new BarChart(
            comparison.name() + ": ns/record",
            caption(comparison.machine(), comparison.parameters(), comparison.warnings()));
    for (ArmResult arm : comparison.arms()) {
      chart.bar(arm.arm().name(), kind(arm.arm()), arm.arm().setting(), arm.ns());
    }
    return chart.svg();
  }

  /** Who wrote it, which gives it its colour: the name up to what it runs on. */
  static String kind(ArmSpec arm) {
    return arm.name().replaceFirst("[-@].*", "");
  }

  /** What a plot must be shown with. */
  static List<String> caption(
      Machine machine, Map<String, Object> parameters, List<String> warnings) {
    List<String> lines = new ArrayList<>();
    lines.add(
        machine.cpu()
            + ", "
            + machine.cores()
            + " cores; "
            + machine.date()
            + "; commit "
            + machine.commit().substring(0, Math.min(10, machine.commit().length()))
            + (machine.dirty() ? " with changes" : ""));
    lines.add(ComparisonText.settings(parameters));
    lines.addAll(warnings);
    return lines;
  }
}
