package io.summerbeam.benchmarks;

import java.util.Comparator;
import java.util.List;

/**
 * What a record costs an arm.
 *
 * @param arm which
 * @param records of the largest size
 * @param ns wall time a record
 * @param cpuNs processor time a record
 * @param gcNs time of collections a record
 * @param bytes allocated a record
 * @param checksum over the largest size
 * @param runs the raw figures
 */
record ArmResult(
    ArmSpec arm,
    long records,
    Spread ns,
    Spread cpuNs,
    Spread gcNs,
    Spread bytes,
    String checksum,
    List<ArmRun> runs) {

  private static final double NANOS_PER_MILLI = 1e6;

  /** Of an arm, out of the runs of all. */
  static ArmResult of(ArmSpec arm, List<ArmRun> all) {
    List<ArmRun> runs = all.stream().filter(run -> run.arm().equals(arm.name())).toList();
    ArmRun largest = runs.stream().max(Comparator.comparingLong(ArmRun::records)).orElseThrow();
    return new ArmResult(
        arm,
        largest.records(),
        PerRecord.of(runs, ArmRun::wallNanos),
        PerRecord.of(runs, ArmRun::cpuNanos),
        PerRecord.of(runs, run -> run.gcMillis() * NANOS_PER_MILLI),
        PerRecord.of(runs, ArmRun::allocatedBytes),
        largest.checksum(),
        runs);
  }
}
