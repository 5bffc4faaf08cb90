package io.summerbeam.benchmarks.flights;

/**
 * A flight as the hand-written arms hold it. Two are duplicates if they are equal: the time is one
 * of the five values, so equal flights are always within one day of each other.
 *
 * @param origin the airport it left
 * @param destination the airport it went to
 * @param delay in minutes, negative if it was early
 * @param distance in miles
 * @param time of departure, in milliseconds since 1970
 */
public record Flight(String origin, String destination, long delay, long distance, long time) {

  private static final long LEAST_DELAY = -1440;
  private static final long MOST_DELAY = 2880;

  /** Whether it meets the job's expectations. */
  public boolean isPlausible() {
    return distance > 0
        && delay >= LEAST_DELAY
        && delay <= MOST_DELAY
        && !origin.equals(destination);
  }
}
