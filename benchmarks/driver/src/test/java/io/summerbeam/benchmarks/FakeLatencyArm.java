package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.arm.Arm;
import java.util.List;

/** An arm that takes 100 records a second and is as late as it likes. */
public final class FakeLatencyArm {

  private static final String LOADS = "--loads=";

  private FakeLatencyArm() {}

  public static void main(String[] args) {
    Arm.run(args, FakeLatencyArm::work);
  }

  private static void work(String... args) {
    Arm.alsoReport("maximum", "100");
    Arm.alsoReport("before", "90");
    Arm.alsoReport("records", "1");
    Arm.alsoReport("checkpoints", "1");
    for (String arg : args) {
      if (arg.startsWith(LOADS)) {
        List<String> loads = List.of(arg.substring(LOADS.length()).split(",", -1));
        for (int i = 0; i < loads.size(); i++) {
          report("load." + i + ".", loads.get(i));
        }
      }
    }
  }

  private static void report(String name, String load) {
    // A percentage of a hundred is a rate.
    String rate = load.replace("%", "");
    Arm.alsoReport(name + "rate", rate);
    Arm.alsoReport(name + "achieved", rate);
    for (String figure : List.of("count", "p50", "p99", "p99.9", "max", "histogram")) {
      Arm.alsoReport(name + "record." + figure, "1");
      Arm.alsoReport(name + "result." + figure, "1");
    }
  }
}
