package io.summerbeam.benchmarks;

import java.nio.file.Path;

/**
 * What a benchmark is given.
 *
 * @param home where Summerbeam is
 * @param settings what was typed
 * @param machine where it runs, as it was before the first benchmark
 * @param processes starts arms
 * @param progress says what has been done
 */
record Session(
    Path home, Settings settings, Machine machine, ArmProcess processes, Progress progress) {

  ClassPaths classPaths() {
    return new ClassPaths(home);
  }

  Rounds rounds() {
    return new Rounds(processes, progress);
  }
}
