package io.summerbeam.benchmarks;

import java.nio.file.Path;

/** {@code ./summerbeam bench}: what the script starts. */
public final class Main {

  private Main() {}

  /** Runs the command; where Summerbeam is, is in the system property {@code summerbeam.home}. */
  public static void main(String[] args) throws InterruptedException {
    Path home = Path.of(System.getProperty("summerbeam.home", "")).toAbsolutePath().normalize();
    Bench bench =
        new Bench(
            home, Benchmarks.all(), command -> Machine.here(home, command), System.out, System.err);
    System.exit(bench.run(args));
  }
}
