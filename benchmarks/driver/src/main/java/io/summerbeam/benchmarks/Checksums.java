package io.summerbeam.benchmarks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Arms that did not work out the same cannot be compared. */
final class Checksums {

  private Checksums() {}

  /**
   * Returns if all runs of a task over as many records have the same checksum, in all rounds.
   *
   * @throws BenchException naming the arms that differ
   */
  static void mustAgree(List<ArmRun> runs) throws BenchException {
    Map<String, Map<String, Set<String>>> armsByChecksum = new TreeMap<>();
    for (ArmRun run : runs) {
      armsByChecksum
          .computeIfAbsent(
              Text.grouped(run.records()) + " records of " + run.task(),
              what -> new LinkedHashMap<>())
          .computeIfAbsent(run.checksum(), checksum -> new LinkedHashSet<>())
          .add(run.arm());
    }
    StringBuilder message = new StringBuilder();
    armsByChecksum.forEach(
        (what, arms) -> {
          if (arms.size() > 1) {
            message.append("\n  ").append(what).append(":");
            arms.forEach(
                (checksum, names) ->
                    message
                        .append("\n    ")
                        .append(checksum)
                        .append("  ")
                        .append(String.join(", ", names)));
          }
        });
    if (message.length() > 0) {
      throw new BenchException(
          "no result: the arms did not work out the same. Checksums must agree, but were:"
              + message
              + "\nCompare the outputs of an arm of each line before anything else.");
    }
  }
}
