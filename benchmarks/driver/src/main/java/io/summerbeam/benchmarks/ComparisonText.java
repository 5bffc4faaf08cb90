package io.summerbeam.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison as a table. */
final class ComparisonText {

  private ComparisonText() {}

  static String of(Comparison comparison) {
    Table table =
        new Table(
            "arm",
            "records",
            "ns/record",
            "min",
            "max",
            "cpu ns",
            "gc ns",
            "bytes",
            "x " + comparison.base(),
            "x by hand",
            "setting");
    for (ArmResult arm : comparison.arms()) {
      table.row(
          List.of(
              arm.arm().name(),
              Text.grouped(arm.records()),
              Text.figure(arm.ns().median()),
              Text.figure(arm.ns().min()),
              Text.figure(arm.ns().max()),
              Text.figure(arm.cpuNs().median()),
              Text.figure(arm.gcNs().median()),
              Text.figure(arm.bytes().median()),
              Text.ratio(comparison.timesBase(arm)),
              Text.ratio(comparison.timesRival(arm)),
              arm.arm().setting()));
    }
    return heading(
            comparison.name(), comparison.machine(), comparison.parameters(), comparison.warnings())
        + "\n"
        + table.text();
  }

  /** What stands above every table: what, where, how, and what to beware of. */
  static String heading(
      String name, Machine machine, Map<String, Object> parameters, List<String> warnings) {
    StringBuilder text = new StringBuilder();
    text.append("== ").append(name).append("\n\n");
    machine.lines().forEach(line -> text.append(line).append('\n'));
    text.append("settings  ").append(settings(parameters)).append('\n');
    warnings.forEach(warning -> text.append(warning).append('\n'));
    return text.toString();
  }

  /** A line of all parameters. */
  static String settings(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + ": " + parameter.getValue())
        .collect(Collectors.joining("; "));
  }
}
