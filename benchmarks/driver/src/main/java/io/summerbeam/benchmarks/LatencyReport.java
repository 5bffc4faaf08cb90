package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Latencies as tables, JSON, and a plot. */
final class LatencyReport {

  private static final Map<String, Function<LoadRun, Percentiles>> LATENCIES =
      new LinkedHashMap<>();

  static {
    LATENCIES.put("record", LoadRun::record);
    LATENCIES.put("result", LoadRun::result);
  }

  private LatencyReport() {}

  static Report of(Heading heading, List<LatencyResult> arms) {
    return new Report(
        heading.name(),
        heading.text() + "\n" + text(arms),
        json(heading.json(), arms),
        plot(heading.name(), heading.caption(), arms));
  }

  private static String text(List<LatencyResult> arms) {
    return "Records a second, as much as it takes; before: what it took for as long before that, less if the\n"
        + "compiler was not done:\n\n"
        + maxima(arms)
        + "\nRecord: ms from its creation until it left the step before the aggregate:\n\n"
        + latencies(arms, LoadRun::record)
        + "\nResult: ms from the creation of the first record of a later day until a result of the day"
        + " came out:\n\n"
        + latencies(arms, LoadRun::result);
  }

  private static String maxima(List<LatencyResult> arms) {
    Table table =
        new Table("arm", "records/s", "min", "max", "before", "records", "checkpoints", "setting");
    for (LatencyResult arm : arms) {
      Spread maximum = arm.maximum();
      table.row(
          List.of(
              arm.arm().name(),
              Text.figure(maximum.median()),
              Text.figure(maximum.min()),
              Text.figure(maximum.max()),
              Text.figure(arm.before().median()),
              Text.grouped(arm.runs().stream().mapToLong(LatencyRun::records).sum()),
              Text.grouped(arm.runs().stream().mapToLong(LatencyRun::checkpoints).sum()),
              arm.arm().setting()));
    }
    return table.text();
  }

  private static String latencies(
      List<LatencyResult> arms, Function<LoadRun, Percentiles> latency) {
    Table table =
        new Table(
            "arm", "load", "records/s", "p50", "p99", "min", "max", "p99.9", "latest", "kept up");
    for (LatencyResult arm : arms) {
      for (String label : arm.labels()) {
        if (!arm.has(label, latency)) {
          continue;
        }
        Spread p99 = arm.millis(label, latency, Percentiles::p99);
        table.row(
            List.of(
                arm.arm().name(),
                label,
                Text.figure(arm.figure(label, LoadRun::rate).median()),
                Text.figure(arm.millis(label, latency, Percentiles::p50).median()),
                Text.figure(p99.median()),
                Text.figure(p99.min()),
                Text.figure(p99.max()),
                Text.figure(arm.millis(label, latency, Percentiles::p999).median()),
                Text.figure(arm.millis(label, latency, Percentiles::max).median()),
                keptUp(arm, label)));
      }
    }
    return table.text();
  }

  private static String keptUp(LatencyResult arm, String label) {
    long behind = arm.roundsBehind(label);
    if (behind == 0) {
      return "yes";
    }
    return "NO, not in "
        + behind
        + " of "
        + arm.runs().size()
        + " rounds: "
        + Text.figure(arm.figure(label, load -> load.achieved() / load.rate()).min() * 100)
        + "%";
  }

  private static ObjectNode json(ObjectNode json, List<LatencyResult> results) {
    ArrayNode arms = json.putArray("arms");
    for (LatencyResult result : results) {
      ArmSpec spec = result.arm();
      ObjectNode arm = arms.addObject();
      arm.put("name", spec.name());
      arm.put("setting", spec.setting());
      arm.put("main_class", spec.launch().mainClass());
      arm.put("jvm", String.join(" ", spec.jvm().allFlags()));
      arm.set("maximum_per_second", ComparisonJson.spread(result.maximum()));
      ArrayNode loads = arm.putArray("loads");
      result.labels().forEach(label -> load(loads.addObject(), result, label));
      ArrayNode runs = arm.putArray("runs");
      result.runs().forEach(run -> run(runs.addObject(), run));
    }
    return json;
  }

  private static void load(ObjectNode load, LatencyResult result, String label) {
    load.put("load", label);
    load.set("rate_per_second", ComparisonJson.spread(result.figure(label, LoadRun::rate)));
    load.put("rounds_behind", result.roundsBehind(label));
    LATENCIES.forEach(
        (name, latency) -> {
          if (result.has(label, latency)) {
            ObjectNode millis = load.putObject(name + "_ms");
            millis.set(
                "p50", ComparisonJson.spread(result.millis(label, latency, Percentiles::p50)));
            millis.set(
                "p99", ComparisonJson.spread(result.millis(label, latency, Percentiles::p99)));
            millis.set(
                "p99.9", ComparisonJson.spread(result.millis(label, latency, Percentiles::p999)));
            millis.set(
                "max", ComparisonJson.spread(result.millis(label, latency, Percentiles::max)));
          }
        });
  }

  private static void run(ObjectNode json, LatencyRun run) {
    json.put("round", run.round());
    json.put("records", run.records());
    json.put("checkpoints", run.checkpoints());
    json.put("checksum", run.checksum());
    ComparisonJson.putFigure(json, "maximum_per_second", run.maximum());
    ComparisonJson.putFigure(json, "before_per_second", run.before());
    ArrayNode loads = json.putArray("loads");
    for (LoadRun load : run.loads()) {
      ObjectNode node = loads.addObject();
      node.put("load", load.label());
      ComparisonJson.putFigure(node, "rate_per_second", load.rate());
      ComparisonJson.putFigure(node, "achieved_per_second", load.achieved());
      node.put("kept_up", load.keptUp());
      LATENCIES.forEach((name, latency) -> percentiles(node.putObject(name), latency.apply(load)));
    }
  }

  private static void percentiles(ObjectNode json, Percentiles percentiles) {
    json.put("count", percentiles.count());
    json.put("p50_us", percentiles.p50());
    json.put("p99_us", percentiles.p99());
    json.put("p99.9_us", percentiles.p999());
    json.put("max_us", percentiles.max());
    json.put("histogram", percentiles.histogram());
  }

  private static String plot(String name, List<String> caption, List<LatencyResult> arms) {
    BarChart chart = new BarChart(name + ": ms, 99th percentile", caption);
    LATENCIES.forEach(
        (what, latency) -> {
          for (LatencyResult arm : arms) {
            for (String label : arm.labels()) {
              if (arm.has(label, latency)) {
                chart.bar(
                    what + ", " + arm.arm().name() + " at " + label,
                    ComparisonReport.kind(arm.arm()),
                    arm.arm().setting(),
                    arm.millis(label, latency, Percentiles::p99));
              }
            }
          }
        });
    return chart.svg();
  }
}
