package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What records cost in the kernels, as a table, JSON, and a plot. */
final class KernelsReport {

  private KernelsReport() {}

  static Report of(Heading heading, List<KernelResult> arms) {
    return new Report(
        heading.name(),
        heading.text() + "\n" + text(arms),
        json(heading.json(), arms),
        plot(heading.name(), heading.caption(), arms));
  }

  private static String text(List<KernelResult> arms) {
    Table table =
        new Table("arm", "ns/record", "+-", "bytes", "x by hand", "min", "max", "setting");
    for (KernelResult arm : arms) {
      Spread ratio = KernelRatio.of(arm, arms);
      table.row(
          List.of(
              arm.arm().name(),
              Text.figure(arm.ns()),
              Text.figure(arm.error()),
              Text.figure(arm.bytes()),
              Text.ratio(ratio.median()),
              Text.ratio(ratio.min()),
              Text.ratio(ratio.max()),
              arm.arm().setting()));
    }
    return table.text()
        + "\n+- is JMH's error at 99.9% confidence, of all iterations; x by hand is of each round.\n";
  }

  private static ObjectNode json(ObjectNode json, List<KernelResult> results) {
    ArrayNode arms = json.putArray("arms");
    for (KernelResult result : results) {
      ObjectNode arm = arms.addObject();
      arm.put("name", result.arm().name());
      arm.put("setting", result.arm().setting());
      arm.put("records", result.records());
      arm.put("checksum", result.checksum());
      arm.set("ns_per_record", ComparisonJson.spread(result.spread()));
      ComparisonJson.putFigure(arm, "mean_ns_per_record", result.ns());
      ComparisonJson.putFigure(arm, "error_ns_per_record", result.error());
      ComparisonJson.putFigure(arm, "bytes_per_record", result.bytes());
      Spread ratio = KernelRatio.of(result, results);
      ComparisonJson.putFigure(arm, "times_by_hand", ratio.median());
      ComparisonJson.putFigure(arm, "times_by_hand_min", ratio.min());
      ComparisonJson.putFigure(arm, "times_by_hand_max", ratio.max());
      arm.put("jvm", String.join(" ", result.arm().jvm().allFlags()));
      ArrayNode rounds = arm.putArray("rounds");
      for (List<Double> round : result.rounds()) {
        ArrayNode iterations = rounds.addArray();
        round.forEach(iterations::add);
      }
    }
    return json;
  }

  private static String plot(String name, List<String> caption, List<KernelResult> arms) {
    BarChart chart = new BarChart(name + ": ns/record", caption);
    for (KernelResult result : arms) {
      String arm = result.arm().name();
      // One iteration has no interval.
      double error = Double.isFinite(result.error()) ? result.error() : 0;
      chart.bar(
          arm,
          arm.substring(arm.indexOf('/') + 1),
          result.arm().setting(),
          new Spread(result.ns(), result.ns() - error, result.ns() + error));
    }
    return chart.svg();
  }
}
