package io.summerbeam.io.bigquery;

/** How much time one partition of a table holds. */
public enum Granularity {
  /** An hour: not for a column of dates, which have none. */
  HOUR,
  /** A day. */
  DAY,
  /** A month. */
  MONTH,
  /** A year. */
  YEAR
}
