package io.summerbeam.benchmarks.latency;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightsChecksum;
import io.summerbeam.benchmarks.flights.plain.PlainJob;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What an arm measures. Its source and the two places where it is looked at speak to it.
 *
 * <p>One for the JVM, because an arm has a JVM of its own and engines copy what they are given.
 */
public final class Measurement {

  private static final long DAY = TimeUnit.DAYS.toMillis(1);
  private static volatile @Nullable Measurement current;

  private final FlightStream stream;
  private final OpenLoop loop;
  private final AtomicLong checkpoints = new AtomicLong();
  private final LongAdder recordsOut = new LongAdder();

  private Measurement(FlightStream stream, OpenLoop loop) {
    this.stream = stream;
    this.loop = loop;
  }

  /** Begins a measurement over a file of flights. */
  public static Measurement begin(Plan plan, String flights) {
    Measurement measurement =
        new Measurement(FlightStream.load(flights), new OpenLoop(plan, System::nanoTime));
    current = measurement;
    return measurement;
  }

  /**
   * The one of this JVM.
   *
   * @throws IllegalStateException if none has begun
   */
  public static Measurement current() {
    Measurement measurement = current;
    if (measurement == null) {
      throw new IllegalStateException("A measurement must begin before it is used, but none has.");
    }
    return measurement;
  }

  /** What is read. */
  public FlightStream stream() {
    return stream;
  }

  /** When it is created. */
  public OpenLoop loop() {
    return loop;
  }

  /** A checkpoint was completed, so the engine told the source. */
  public void checkpointCompleted() {
    checkpoints.incrementAndGet();
  }

  /** A flight has come out of the last step before the aggregate. */
  public void recordOut(Flight flight) {
    long now = System.nanoTime();
    recordsOut.increment();
    loop.out(now);
    long number = stream.number(flight);
    Load load = loop.loadOf(number);
    if (load != null) {
      load.recordOut(number, now);
    }
  }

  /**
   * A result has come out of the aggregate. The record that it had to wait for is the first of the
   * next day: from then on nothing is missing.
   */
  public void resultOut(long windowStart) {
    long now = System.nanoTime();
    loop.out(now);
    long number = stream.firstFrom(windowStart + DAY);
    Load load = loop.loadOf(number);
    if (load != null) {
      load.resultOut(number, now);
    }
  }

  /** Ends the measurement of an arm that has no results: every record must have come out. */
  public void endWithoutResults() {
    if (recordsOut.sum() != loop.records()) {
      throw new IllegalStateException(
          "All " + loop.records() + " records must come out, but there were " + recordsOut.sum());
    }
    report();
  }

  /**
   * Ends the measurement: the results must be those of a plain loop over the same records.
   *
   * @throws IllegalStateException if they are not
   */
  public void end(String airports) {
    ResultSum expected = new ResultSum();
    PlainJob plain =
        new PlainJob(
            Airports.load(airports),
            (state, day, delays) -> expected.add(FlightsChecksum.hash(state, day, delays)));
    FlightLines lines = stream.lines();
    for (long number = 0; number < loop.records(); number++) {
      plain.accept(lines.line(number));
    }
    plain.end();
    if (!expected.text().equals(Checksum.text())) {
      throw new IllegalStateException(
          "The results of "
              + loop.records()
              + " records must have the checksum of the plain loop, "
              + expected.text()
              + ", but had: "
              + Checksum.text());
    }
    report();
  }

  private void report() {
    Arm.alsoReport("maximum", Double.toString(loop.flood().maximum()));
    Arm.alsoReport("before", Double.toString(loop.flood().before()));
    Arm.alsoReport("records", Long.toString(loop.records()));
    Arm.alsoReport("checkpoints", Long.toString(checkpoints.get()));
    List<Load> loads = loop.loads();
    for (int i = 0; i < loads.size(); i++) {
      Load load = loads.get(i);
      String name = "load." + i + ".";
      Arm.alsoReport(name + "rate", Double.toString(load.rate()));
      Arm.alsoReport(name + "achieved", Double.toString(load.achieved()));
      report(name + "record.", load.records().figures());
      report(name + "result.", load.results().figures());
    }
  }

  private static void report(String name, Map<String, String> figures) {
    figures.forEach((figure, value) -> Arm.alsoReport(name + figure, value));
  }
}
