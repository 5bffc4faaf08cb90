package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The flights job as a loop: {@code --input=FILE --airports=FILE}. */
public final class PlainArm {

  private PlainArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, PlainArm::work);
  }

  private static void work(String... args) throws IOException {
    Arguments arguments = Arguments.of(args, Map.of());
    PlainJob job = new PlainJob(Airports.load(arguments.airports()), FlightsChecksum::add);
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments.input()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        job.accept(line);
      }
    }
    job.end();
    System.err.println("dead: " + job.dead());
  }
}
