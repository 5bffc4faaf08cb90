package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * One JVM: first as much as it could take, then its loads.
 *
 * @param arm whose it was
 * @param round counted from one
 * @param maximum records a second that it could take
 * @param before what it could take for as long before that: less if it still got faster
 * @param records how many it read
 * @param checkpoints how many were completed
 * @param checksum of its results, which the arm has compared with those of a plain loop
 * @param loads in the order in which they were held
 */
record LatencyRun(
    String arm,
    int round,
    double maximum,
    double before,
    long records,
    long checkpoints,
    String checksum,
    List<LoadRun> loads) {

  LatencyRun {
    loads = List.copyOf(loads);
  }

  /**
   * Reads the report of an arm.
   *
   * @param labels of the loads that it was asked for
   * @throws BenchException if the report is not complete, or there was no checkpoint
   */
  static LatencyRun of(ArmSpec arm, int round, List<String> labels, Properties report)
      throws BenchException {
    try {
      List<LoadRun> loads = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        String name = "load." + i + ".";
        loads.add(
            new LoadRun(
                labels.get(i),
                Double.parseDouble(text(report, name + "rate")),
                Double.parseDouble(text(report, name + "achieved")),
                Percentiles.of(report, name + "record"),
                Percentiles.of(report, name + "result")));
      }
      LatencyRun run =
          new LatencyRun(
              arm.name(),
              round,
              Double.parseDouble(text(report, "maximum")),
              Double.parseDouble(text(report, "before")),
              number(report, "records"),
              number(report, "checkpoints"),
              text(report, "checksum"),
              loads);
      if (run.checkpoints == 0) {
        throw new BenchException(
            "no result: arm " + arm.name() + " must complete checkpoints, but there was none");
      }
      return run;
    } catch (IllegalArgumentException e) {
      throw new BenchException("no result: arm " + arm.name() + " reported: " + e.getMessage());
    }
  }

  /** A figure that must be there. */
  static long number(Properties report, String name) {
    return Long.parseLong(text(report, name));
  }

  /** A text that must be there. */
  static String text(Properties report, String name) {
    String value = report.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  /** The load of this label. */
  LoadRun load(String label) {
    return loads.stream().filter(load -> load.label().equals(label)).findFirst().orElseThrow();
  }
}
