package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A comparison, and besides the ratios that are wanted of it, with their intervals. */
final class RatiosReport {

  private static final double PERCENT = 100;

  private RatiosReport() {}

  static Report of(Comparison comparison, List<Ratio> ratios) {
    Report report = ComparisonReport.of(comparison);
    return new Report(
        report.name(),
        report.text() + "\n" + text(ratios),
        json(report.json(), ratios),
        report.svg());
  }

  private static String text(List<Ratio> ratios) {
    Table table = new Table("arm", "ratio", "from", "to", "confidence", "against");
    for (Ratio ratio : ratios) {
      MedianInterval interval = ratio.interval();
      table.row(
          List.of(
              ratio.arm(),
              Text.ratio(interval.median()),
              Text.ratio(interval.from()),
              Text.ratio(interval.to()),
              percent(interval.confidence()),
              ratio.against()));
    }
    return table.text()
        + "\nOf ns/record in each round: the median of the ratios, and its confidence interval.\n";
  }

  private static ObjectNode json(ObjectNode json, List<Ratio> all) {
    ArrayNode ratios = json.putArray("ratios");
    for (Ratio ratio : all) {
      MedianInterval interval = ratio.interval();
      ObjectNode one = ratios.addObject();
      one.put("arm", ratio.arm());
      one.put("against", ratio.against());
      ComparisonJson.putFigure(one, "median", interval.median());
      ComparisonJson.putFigure(one, "from", interval.from());
      ComparisonJson.putFigure(one, "to", interval.to());
      ComparisonJson.putFigure(one, "confidence", interval.confidence());
      ArrayNode rounds = one.putArray("rounds");
      for (double round : ratio.rounds()) {
        if (Double.isFinite(round)) {
          rounds.add(round);
        } else {
          rounds.addNull();
        }
      }
    }
    return json;
  }

  // One round has none.
  private static String percent(double confidence) {
    return confidence > 0 ? String.format(Locale.ROOT, "%.0f%%", PERCENT * confidence) : "-";
  }
}
