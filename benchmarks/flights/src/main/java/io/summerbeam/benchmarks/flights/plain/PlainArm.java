package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
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
    Airports airports = Airports.load(arguments.airports());
    OpenDays days = new OpenDays();
    long dead = 0;
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments.input()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Flight flight = FlightParser.parse(line);
        if (flight == null) {
          dead++;
          continue;
        }
        Day day = days.of(flight);
        if (!day.isNew(flight)) {
          continue;
        }
        String state = airports.state(flight.origin());
        if (state == null) {
          dead++;
          continue;
        }
        day.add(state, flight.delay());
      }
    }
    days.closeAll();
    System.err.println("dead: " + dead);
  }
}
