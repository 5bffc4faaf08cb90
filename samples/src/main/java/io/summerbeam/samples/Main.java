package io.summerbeam.samples;

import io.summerbeam.runners.Launcher;
import io.summerbeam.samples.flights.FlightsJob;

/** What {@code ./summerbeam} starts. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    launcher().runAndExit(args);
  }

  /** The command line with all jobs. */
  public static Launcher launcher() {
    return Launcher.of(new FlightsJob());
  }
}
