package io.summerbeam.transforms.conform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time as whole numbers of units since 1970. */
record EpochCount(ChronoUnit unit) {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  Instant toInstant(long count) throws MisfitException {
    try {
      return Instant.EPOCH.plus(count, unit);
    } catch (DateTimeException | ArithmeticException e) {
      throw new MisfitException("a number of " + unit + " outside of the range of times");
    }
  }

  long of(Instant time) throws MisfitException {
    try {
      if (time.getNano() % unit.getDuration().toNanos() != 0) {
        throw new MisfitException("a time finer than " + unit);
      }
      // Not unit.between(), which counts in nanoseconds, and these do not reach as far.
      long nanos = unit.getDuration().toNanos();
      long ofSeconds = Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND / nanos);
      return Math.addExact(ofSeconds, time.getNano() / nanos);
    } catch (ArithmeticException e) {
      throw new MisfitException("a time outside of the range of a number of " + unit);
    }
  }
}
