package io.summerbeam.benchmarks;

import java.util.List;

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
    return comparison.heading().text() + "\n" + table.text();
  }
}
