package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Growth over keys as a table, JSON, and a plot. */
final class KeysReport {

  private KeysReport() {}

  static Report of(Heading heading, List<KeyGrowth> arms) {
    return new Report(
        heading.name(),
        heading.text() + "\n" + text(arms),
        json(heading.json(), arms),
        plot(heading.name(), heading.caption(), arms));
  }

  private static String text(List<KeyGrowth> arms) {
    Table costs =
        new Table("arm", "keys", "ns/record", "min", "max", "cpu ns", "gc ns", "bytes", "setting");
    Table exponents = new Table("arm", "ns/record over keys", "");
    for (KeyGrowth arm : arms) {
      for (KeyGrowth.Point point : arm.points()) {
        ArmResult result = point.result();
        costs.row(
            List.of(
                arm.arm().name(),
                Text.grouped(point.keys()),
                Text.figure(result.ns().median()),
                Text.figure(result.ns().min()),
                Text.figure(result.ns().max()),
                Text.figure(result.cpuNs().median()),
                Text.figure(result.gcNs().median()),
                Text.figure(result.bytes().median()),
                arm.arm().setting()));
      }
      exponents.row(List.of(arm.arm().name(), Text.ratio(arm.exponent()), ""));
    }
    return costs.text()
        + "\nEach key has one result a day, so the more keys there are, the more results a record pays for.\n"
        + "\nExponents; 0 means that a record costs the same however many keys there are:\n\n"
        + exponents.text();
  }

  private static ObjectNode json(ObjectNode json, List<KeyGrowth> growths) {
    ArrayNode arms = json.putArray("arms");
    ObjectNode exponents = json.putObject("exponents");
    for (KeyGrowth growth : growths) {
      ComparisonJson.putFigure(exponents, growth.arm().name(), growth.exponent());
      for (KeyGrowth.Point point : growth.points()) {
        ObjectNode arm = ComparisonJson.arm(point.result());
        arm.put("keys", point.keys());
        arms.add(arm);
      }
    }
    return json;
  }

  private static String plot(String name, List<String> caption, List<KeyGrowth> arms) {
    BarChart chart = new BarChart(name + ": ns/record", caption);
    for (KeyGrowth arm : arms) {
      for (KeyGrowth.Point point : arm.points()) {
        chart.bar(
            arm.arm().name() + " " + Text.grouped(point.keys()) + " keys",
            ComparisonReport.kind(arm.arm()),
            arm.arm().setting(),
            point.result().ns());
      }
    }
    return chart.svg();
  }
}
