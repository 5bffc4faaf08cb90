package io.summerbeam.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** Says on the error output what has been run, a line for each JVM. */
final class Progress {

  private final PrintStream to;

  Progress(PrintStream to) {
    this.to = to;
  }

  /** A thought of its own: {@code generating 200,000 flights}. */
  void say(String line) {
    to.println(line);
  }

  /** A run has ended. */
  void ran(int number, int of, ArmRun run) {
    to.printf(
        Locale.ROOT,
        "[%d/%d] round %d  %-32s %,12d records  %7.2f s%n",
        number,
        of,
        run.round(),
        run.arm(),
        run.records(),
        run.seconds());
  }
}
