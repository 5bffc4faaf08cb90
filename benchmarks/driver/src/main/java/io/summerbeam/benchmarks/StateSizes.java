package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/**
 * A report, and besides what each arm keeps of an id: by how much the checkpoint of the larger size
 * is larger, over how many more ids are in it.
 */
final class StateSizes {

  private static final String BYTES = "state_bytes";

  private StateSizes() {}

  /** Of runs whose arms have counted {@code state_bytes}, and have a result for each id. */
  static Report with(Report report, List<ArmSpec> arms, List<ArmRun> runs) {
    if (arms.isEmpty()) {
      return report;
    }
    Table table = new Table("arm", "ids", "bytes in a checkpoint", "bytes/id", "");
    ObjectNode json = report.json();
    ArrayNode states = json.putArray("states");
    for (ArmSpec arm : arms) {
      List<ArmRun> bySize =
          runs.stream()
              .filter(run -> run.arm().equals(arm.name()))
              .sorted(Comparator.comparingLong(ArmRun::records))
              .toList();
      ArmRun large = bySize.get(bySize.size() - 1);
      double perId = perId(bySize.get(0), large);
      table.row(
          List.of(
              arm.name(),
              Text.grouped(ids(large)),
              Text.grouped(bytes(large)),
              Text.figure(perId),
              ""));
      ObjectNode one = states.addObject();
      one.put("arm", arm.name());
      one.put("ids", ids(large));
      one.put(BYTES, bytes(large));
      ComparisonJson.putFigure(one, "bytes_per_id", perId);
    }
    return new Report(
        report.name(),
        report.text()
            + "\nState: a full checkpoint of Flink's hashmap backend in files, its timers included;"
            + " what one more id adds to it:\n\n"
            + table.text(),
        json,
        report.svg());
  }

  // Of one size it is all of it, with what a checkpoint of nothing has.
  private static double perId(ArmRun small, ArmRun large) {
    return small.records() == large.records()
        ? (double) bytes(large) / ids(large)
        : (double) (bytes(large) - bytes(small)) / (ids(large) - ids(small));
  }

  // Each id has one result, and how many there are is what a checksum begins with.
  private static long ids(ArmRun run) {
    return Long.parseLong(run.checksum().substring(0, run.checksum().indexOf(':')));
  }

  private static long bytes(ArmRun run) {
    return run.counts().getOrDefault(BYTES, 0L);
  }
}
