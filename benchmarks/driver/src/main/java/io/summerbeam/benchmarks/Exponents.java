package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A report, and besides how the cost of a record grows with the keys. */
final class Exponents {

  private Exponents() {}

  static Report with(Report report, List<KeyGrowth> growths) {
    if (growths.isEmpty()) {
      return report;
    }
    Table table = new Table("arm", "ns/record over keys", "of so many keys");
    ObjectNode json = report.json();
    ObjectNode exponents = json.putObject("exponents");
    for (KeyGrowth growth : growths) {
      table.row(
          List.of(
              growth.arm().name(),
              Text.ratio(growth.exponent()),
              String.join(
                  ", ",
                  growth.points().stream().map(point -> Text.grouped(point.keys())).toList())));
      ComparisonJson.putFigure(exponents, growth.arm().name(), growth.exponent());
    }
    return new Report(
        report.name(),
        report.text()
            + "\nExponents; 0 means that a record costs the same however many keys there are. A get"
            + " of a HashMap\nalone takes 35 ns of 1,000 keys and 141 ns of 1,000,000: 0.20.\n\n"
            + table.text(),
        json,
        report.svg());
  }
}
