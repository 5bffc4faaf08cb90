package io.summerbeam.contract.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of each payload of a lane. It is of the JVM, in which the Direct runner has all its
 * threads, and which fails no bundle without failing the run.
 */
final class Ledger {

  /** The outcome of one that went on as a row. */
  static final String ROW = "row";

  private static final Ledger RUNNING = new Ledger();

  private final BitSet seen = new BitSet();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private Path failures = Path.of("target/fuzz");
  private long slowestNanos;
  private long slowest;

  private Ledger() {}

  static Ledger running() {
    return RUNNING;
  }

  synchronized void start(Path folder) {
    seen.clear();
    outcomes.clear();
    problems.clear();
    failures = folder;
    slowestNanos = 0;
  }

  synchronized void outcome(long index, String outcome) {
    if (seen.get((int) index)) {
      problems.add("payload " + index + " has a second outcome: " + outcome);
    }
    seen.set((int) index);
    outcomes.merge(outcome, 1, Integer::sum);
  }

  synchronized void took(long index, long nanos) {
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      slowest = index;
    }
  }

  /** Something that no payload may cause. The payload is kept in a file. */
  synchronized void problem(Lane lane, long seed, long index, byte[] payload, String what) {
    Path file = failures.resolve(lane.name() + "-" + seed + "-" + index + ".bin");
    try {
      Files.createDirectories(failures);
      Files.write(file, payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    problems.add(
        "lane " + lane.name() + ", seed " + seed + ", payload " + index + ": " + what + " " + file);
  }

  /** What is wrong; empty where every one of so many payloads has one outcome. */
  synchronized List<String> problems(int payloads) {
    List<String> all = new ArrayList<>(problems);
    if (seen.cardinality() != payloads) {
      all.add(
          "of "
              + payloads
              + " payloads "
              + seen.cardinality()
              + " have an outcome; the first without is "
              + seen.nextClearBit(0));
    }
    return all;
  }

  synchronized int count(String outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  synchronized Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /** The payload that took longest, and how long. */
  synchronized String slowest() {
    return slowestNanos / 1_000_000 + " ms (payload " + slowest + ")";
  }
}
