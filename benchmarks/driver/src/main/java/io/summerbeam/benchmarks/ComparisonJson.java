package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** A comparison as JSON: every figure of the table, and the raw ones. */
final class ComparisonJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double DIGITS = 1e3;

  private ComparisonJson() {}

  static ObjectNode of(Comparison comparison) {
    ObjectNode json = comparison.heading().json();
    json.put("base", comparison.base());
    ArrayNode arms = json.putArray("arms");
    for (ArmResult result : comparison.arms()) {
      ObjectNode arm = arm(result);
      putFigure(arm, "times_base", comparison.timesBase(result));
      putFigure(arm, "times_by_hand", comparison.timesRival(result));
      arms.add(arm);
    }
    return json;
  }

  /** An arm with its figures and its raw runs. */
  static ObjectNode arm(ArmResult result) {
    ArmSpec spec = result.arm();
    ObjectNode json = JSON.createObjectNode();
    json.put("name", spec.name());
    json.put("setting", spec.setting());
    json.put("records", result.records());
    json.set("ns_per_record", spread(result.ns()));
    putFigure(json, "cpu_ns_per_record", result.cpuNs().median());
    putFigure(json, "gc_ns_per_record", result.gcNs().median());
    putFigure(json, "bytes_per_record", result.bytes().median());
    json.put("checksum", result.checksum());
    json.put("task", spec.task());
    json.put("main_class", spec.launch().mainClass());
    json.put("jvm", String.join(" ", spec.jvm().allFlags()));
    ArrayNode runs = json.putArray("runs");
    for (ArmRun run : result.runs()) {
      runs.add(run(run));
    }
    return json;
  }

  /** Median, smallest and largest. */
  static ObjectNode spread(Spread spread) {
    ObjectNode json = JSON.createObjectNode();
    putFigure(json, "median", spread.median());
    putFigure(json, "min", spread.min());
    putFigure(json, "max", spread.max());
    return json;
  }

  /** Three digits after the point; null where there is none, because JSON has no NaN. */
  static void putFigure(ObjectNode json, String name, double figure) {
    if (Double.isFinite(figure)) {
      json.put(name, Math.round(figure * DIGITS) / DIGITS);
    } else {
      json.putNull(name);
    }
  }

  private static ObjectNode run(ArmRun run) {
    ObjectNode json = JSON.createObjectNode();
    json.put("round", run.round());
    json.put("records", run.records());
    json.put("wall_ns", run.wallNanos());
    json.put("cpu_ns", run.cpuNanos());
    json.put("gc_ms", run.gcMillis());
    json.put("allocated_bytes", run.allocatedBytes());
    json.put("checksum", run.checksum());
    new TreeMap<>(run.counts()).forEach(json::put);
    return json;
  }
}
