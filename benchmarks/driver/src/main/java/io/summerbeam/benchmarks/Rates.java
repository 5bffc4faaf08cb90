package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A report, and besides what each arm gets done: the seconds of the largest size, and records a
 * second: in this setting, and for each core that was at work. A test driver has one thread; an
 * engine has threads for its tasks and its network, and collectors and compilers count for both.
 */
final class Rates {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  private Rates() {}

  static Report with(Report report, List<ArmResult> results) {
    Table table =
        new Table(
            "arm",
            "records",
            "seconds",
            "us/record",
            "min",
            "max",
            "records/s",
            "records/s/core",
            "");
    ObjectNode json = report.json();
    ArrayNode rates = json.putArray("rates");
    for (ArmResult arm : results) {
      double seconds = seconds(arm);
      double wall = NANOS_PER_SECOND / arm.ns().median();
      double cpu = NANOS_PER_SECOND / arm.cpuNs().median();
      table.row(
          List.of(
              arm.arm().name(),
              Text.grouped(arm.records()),
              Text.ratio(seconds),
              Text.ratio(arm.ns().median() / NANOS_PER_MICRO),
              Text.ratio(arm.ns().min() / NANOS_PER_MICRO),
              Text.ratio(arm.ns().max() / NANOS_PER_MICRO),
              Text.figure(wall),
              Text.figure(cpu),
              ""));
      ObjectNode one = rates.addObject();
      one.put("arm", arm.arm().name());
      ComparisonJson.putFigure(one, "seconds", seconds);
      ComparisonJson.putFigure(one, "records_per_second", wall);
      ComparisonJson.putFigure(one, "records_per_second_and_core", cpu);
    }
    return new Report(report.name(), report.text() + "\n" + table.text(), json, report.svg());
  }

  /** The median of the largest size, start-up included. */
  private static double seconds(ArmResult arm) {
    return Spread.of(
            arm.runs().stream()
                .filter(run -> run.records() == arm.records())
                .map(ArmRun::seconds)
                .toList())
        .median();
  }
}
