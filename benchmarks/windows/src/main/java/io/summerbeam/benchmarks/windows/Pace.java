package io.summerbeam.benchmarks.windows;

import java.io.Serializable;

/**
 * How event time goes on with the numbers of the records: evenly, and never back.
 *
 * @param records so many of them
 * @param millis take so long
 */
public record Pace(long records, long millis) implements Serializable {

  private static final long serialVersionUID = 1;

  /** The time of the first one: the beginning of 2026, where windows of all lengths begin. */
  public static final long START = 1_767_225_600_000L;

  /** The time of a record, in milliseconds since 1970. */
  public long time(long number) {
    return START + number * millis / records;
  }
}
