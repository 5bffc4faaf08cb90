package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Growth as a table, JSON, and a plot. */
final class GrowthReport {

  private GrowthReport() {}

  static Report of(Heading heading, List<Growth> arms) {
    return new Report(
        heading.name(),
        heading.text() + "\n" + text(arms),
        json(heading.json(), arms),
        plot(heading.name(), heading.caption(), arms));
  }

  private static String text(List<Growth> arms) {
    Table sizes =
        new Table(
            "arm",
            "cores",
            "records",
            "seconds",
            "min",
            "max",
            "ns/record",
            "ns/one more",
            "setting");
    Table exponents = new Table("arm", "cores", "ns/record over records", "ns/one more", "");
    for (Growth arm : arms) {
      ArmSpec spec = arm.result().arm();
      String cores = Integer.toString(spec.jvm().cores());
      for (Growth.Point point : arm.points()) {
        sizes.row(
            List.of(
                spec.name(),
                cores,
                Text.grouped(point.records()),
                Text.ratio(point.seconds().median()),
                Text.ratio(point.seconds().min()),
                Text.ratio(point.seconds().max()),
                Text.figure(point.nsPerRecord()),
                Text.figure(point.marginalNs()),
                spec.setting()));
      }
      exponents.row(
          List.of(
              spec.name(),
              cores,
              Text.ratio(arm.exponent()),
              Text.ratio(arm.marginalExponent()),
              ""));
    }
    return sizes.text()
        + "\nExponents; 0 means that a record costs the same however many there are. Start-up is in\n"
        + "ns/record and not in what one more record costs, which needs three sizes:\n\n"
        + exponents.text();
  }

  private static ObjectNode json(ObjectNode json, List<Growth> growths) {
    ArrayNode arms = json.putArray("arms");
    for (Growth growth : growths) {
      ObjectNode arm = ComparisonJson.arm(growth.result());
      arm.put("cores", growth.result().arm().jvm().cores());
      ComparisonJson.putFigure(arm, "exponent", growth.exponent());
      ComparisonJson.putFigure(arm, "marginal_exponent", growth.marginalExponent());
      ArrayNode points = arm.putArray("growth");
      for (Growth.Point point : growth.points()) {
        ObjectNode size = points.addObject();
        size.put("records", point.records());
        size.set("seconds", ComparisonJson.spread(point.seconds()));
        ComparisonJson.putFigure(size, "ns_per_record", point.nsPerRecord());
        ComparisonJson.putFigure(size, "marginal_ns_per_record", point.marginalNs());
      }
      arms.add(arm);
    }
    return json;
  }

  private static String plot(String name, List<String> caption, List<Growth> arms) {
    BarChart chart = new BarChart(name + ": ns/record, start-up included", caption);
    for (Growth arm : arms) {
      ArmSpec spec = arm.result().arm();
      for (Growth.Point point : arm.points()) {
        double scale = point.nsPerRecord() / point.seconds().median();
        chart.bar(
            spec.name() + " " + Text.grouped(point.records()),
            ComparisonReport.kind(spec),
            spec.setting(),
            new Spread(
                point.nsPerRecord(), point.seconds().min() * scale, point.seconds().max() * scale));
      }
    }
    return chart.svg();
  }
}
