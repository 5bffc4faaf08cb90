package io.summerbeam.runners;

import java.io.PrintStream;

/**
 * Shows how far a run is: on a terminal one line that is written anew each second, else a line of
 * plain text every five seconds.
 */
final class Progress {

  /** Set by the command where the error output is a terminal. */
  static final String TERMINAL_PROPERTY = "summerbeam.terminal";

  private static final long TERMINAL_INTERVAL_MILLIS = 1_000;
  private static final long PLAIN_INTERVAL_MILLIS = 5_000;

  private final PrintStream to;
  private final boolean terminal;
  private int shown;
  private long lastMillis;
  private long lastIn;

  Progress(PrintStream to, boolean terminal) {
    this.to = to;
    this.terminal = terminal;
  }

  long intervalMillis() {
    return terminal ? TERMINAL_INTERVAL_MILLIS : PLAIN_INTERVAL_MILLIS;
  }

  /** Shows the counts at a time since the start; records a second are those since the last call. */
  void show(long millis, Counts counts) {
    long in = counts.in();
    long rate = (in - lastIn) * 1000 / Math.max(1, millis - lastMillis);
    lastMillis = millis;
    lastIn = in;
    String line =
        counts.steps().isEmpty()
            ? Elapsed.text(millis) + "  no records yet"
            : String.format(
                "%s  in %s  out %s  dropped %s  dead %s  %s/s",
                Elapsed.text(millis),
                Elapsed.count(in),
                Elapsed.count(counts.out()),
                Elapsed.count(counts.dropped()),
                Elapsed.count(counts.dead()),
                Elapsed.count(rate));
    if (terminal) {
      to.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
      to.flush();
      shown = line.length();
    } else {
      to.println(line);
    }
  }

  /** Takes the line away, so that what follows starts on a clean one. */
  void end() {
    if (shown > 0) {
      to.print("\r" + " ".repeat(shown) + "\r");
      to.flush();
      shown = 0;
    }
  }
}
