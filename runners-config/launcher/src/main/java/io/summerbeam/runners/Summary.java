package io.summerbeam.runners;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is printed at the end of a run that succeeded. */
final class Summary {

  private static final List<String> HEADER = List.of("step", "in", "out", "dropped", "dead");
  private static final List<String> EXPECTATIONS =
      List.of("expectation", "passed", "failed", "action");

  private Summary() {}

  static List<String> lines(
      String job, String runner, long millis, Counts counts, List<String> results, String log) {
    List<String> lines = new ArrayList<>();
    lines.add(job + " on " + runner + ": done in " + Elapsed.text(millis));
    if (!counts.steps().isEmpty()) {
      lines.add("");
      List<List<String>> rows = new ArrayList<>();
      rows.add(HEADER);
      for (StepCount step : counts.steps()) {
        rows.add(
            List.of(
                step.step(),
                Elapsed.count(step.in()),
                Elapsed.count(step.out()),
                Elapsed.count(step.dropped()),
                Elapsed.count(step.dead())));
      }
      lines.addAll(table(rows));
    }
    if (counts.expectations().stream().anyMatch(each -> each.passed() + each.failed() > 0)) {
      lines.add("");
      lines.addAll(table(expectations(counts.expectations())));
    }
    if (!counts.deadByReason().isEmpty()) {
      lines.add("");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("dead letters", "records"));
      counts
          .deadByReason()
          .forEach((reason, count) -> rows.add(List.of(reason, Elapsed.count(count))));
      lines.addAll(table(rows));
    }
    lines.add("");
    lines.addAll(results);
    lines.add("log: " + log);
    return lines;
  }

  /** Two steps may have expectations of one name, which are told apart then. */
  private static List<List<String>> expectations(List<ExpectationCount> expectations) {
    Map<String, Long> uses =
        expectations.stream()
            .collect(Collectors.groupingBy(ExpectationCount::name, Collectors.counting()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(EXPECTATIONS);
    for (ExpectationCount each : expectations) {
      boolean alone = uses.getOrDefault(each.name(), 0L) == 1;
      rows.add(
          List.of(
              alone ? each.name() : each.step() + "/" + each.name(),
              Elapsed.count(each.passed()),
              Elapsed.count(each.failed()),
              each.action()));
    }
    return rows;
  }

  /** The first column to the left, the others to the right. */
  private static List<String> table(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.get(0));
      line.append(" ".repeat(widths[0] - row.get(0).length()));
      for (int i = 1; i < widths.length; i++) {
        line.append("  ").append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
