package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;

/** The flights job, line by line. */
public final class PlainJob {

  private final Airports airports;
  private final OpenDays days;
  private long dead;

  /** With a table of airports; the results of a day go out when it is closed. */
  public PlainJob(Airports airports, Results results) {
    this.airports = airports;
    this.days = new OpenDays(results);
  }

  /** Takes the next flight; they come in about the order of time. */
  public void accept(String line) {
    Flight flight = FlightParser.parse(line);
    if (flight == null) {
      dead++;
      return;
    }
    Day day = days.of(flight);
    if (!day.isNew(flight)) {
      return;
    }
    String state = airports.state(flight.origin());
    if (state == null) {
      dead++;
      return;
    }
    day.add(state, flight.delay());
  }

  /** There are no more flights. */
  public void end() {
    days.closeAll();
  }

  /** How many lines were none of a flight that the job can do with. */
  public long dead() {
    return dead;
  }
}
