package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.window.Windows;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many records may become dead letters before the pipeline is stopped.
 *
 * <pre>{@code
 * Validate.records()
 *     .expect("distance_positive", "distance > 0")
 *     .withDeadLetters(dead)
 *     .withErrorThreshold(ErrorThreshold.ratio(0.05).over(Windows.fixed(Duration.ofMinutes(5))))
 * }</pre>
 *
 * <p>What stops it is an {@link ErrorThresholdException}: {@code Validate: more than 5% of the
 * records failed: 120 of 1,000, with event times from ... to .... The dead letters say why.}
 *
 * <p><b>What is counted.</b> The records that came to the step and those that became its dead
 * letters, of all workers together. A record that was dropped because an expectation says so is no
 * error, and neither is a warning.
 *
 * <p><b>Windows.</b> {@link #over} cuts event time into windows, each counted for itself. {@link
 * #within} looks at the clock instead, whatever the event times are: at what came in during the
 * last minute, say. It is for a deployment that has gone wrong, which is to stop before it has
 * drained a topic into the dead letters. Without either, a bounded input is counted as a whole, and
 * an unbounded one is refused. Records that are later than the input's allowed lateness may not be
 * counted, but with {@code within}.
 *
 * <p><b>When it stops.</b> Workers count and a {@code Combine} sums up, so it is not at once:
 *
 * <ul>
 *   <li>{@code within}: as soon as a bundle with which there are too many has ended on Direct,
 *       Flink and Spark in streaming; in batch as below.
 *   <li>Unbounded: {@link #withCheckEvery} in processing time after the first record of a window,
 *       again and again, and when the window ends.
 *   <li>Bounded: when the runner has read the whole input of the step. The Direct runner does so in
 *       the end; Flink and Spark do with the stage. What sinks have written by then stays: the
 *       threshold makes the job fail, it undoes nothing.
 *   <li>A {@link #count} is also watched by each worker in each bundle, which on Spark and Flink in
 *       batch is a whole partition: it stops as soon as one of them has seen that many itself.
 * </ul>
 *
 * <p>Flink, which starts a job with checkpoints again whenever it fails, ends this one where {@code
 * summerbeam-runner-flink} is among its jars ({@link FinalFailure}); without that module it starts
 * it again. Dataflow tries the bundles of a stream again until the job is cancelled.
 *
 * <p><b>Cost.</b> Two additions a record, and a look at the clock with {@code within}; in each
 * bundle one element for each window in it, and the shuffle of those. Nothing where there is no
 * threshold. <b>State.</b> {@code within} has one value of a hundred counts (in batch of ten
 * thousand) under one key for all workers; {@code over} the sum of each window. <b>Runners.</b>
 * All; {@code within} needs no timers.
 */
@AutoValue
public abstract class ErrorThreshold implements Serializable {

  private static final long serialVersionUID = 1;

  /** The default of {@link #withMinimumRecords}. */
  public static final long DEFAULT_MINIMUM_RECORDS = 100;

  /** The default of {@link #withCheckEvery}. */
  public static final Duration DEFAULT_CHECK_EVERY = Duration.ofSeconds(10);

  /** In so many slices of the clock the time of {@link #within} is cut. */
  static final int SLICES = 10;

  /**
   * Stops when more than this part of the records failed.
   *
   * @param atMost from 0 (none) to below 1
   * @throws IllegalArgumentException if it is not
   */
  public static ErrorThreshold ratio(double atMost) {
    if (!(atMost >= 0 && atMost < 1)) {
      throw new IllegalArgumentException(
          "ErrorThreshold.ratio() must be from 0 to below 1 (0.05 is 5%), but was: " + atMost);
    }
    return builder().setMaxRatio(BigDecimal.valueOf(atMost)).build();
  }

  /**
   * Stops when more than this number of records failed.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static ErrorThreshold count(long atMost) {
    if (atMost < 0) {
      throw new IllegalArgumentException(
          "ErrorThreshold.count() must not be negative, but was: " + atMost);
    }
    return builder().setMaxCount(atMost).build();
  }

  private static Builder builder() {
    return new AutoValue_ErrorThreshold.Builder()
        .setMaxCount(0)
        .setMinimumRecords(DEFAULT_MINIMUM_RECORDS)
        .setCheckEvery(DEFAULT_CHECK_EVERY);
  }

  /**
   * Counts each of these windows of event time for itself: those of {@link Windows} that neither
   * overlap nor merge nor are global, or Beam's fixed ones. Default: the whole input.
   *
   * @throws IllegalArgumentException if they overlap, merge or are global
   */
  public ErrorThreshold over(WindowFn<Object, ? extends BoundedWindow> windows) {
    if (!(windows instanceof PartitioningWindowFn)) {
      throw new IllegalArgumentException(
          "ErrorThreshold.over() takes windows that follow each other, such as"
              + " Windows.fixed(Duration.ofMinutes(5)), but was given: "
              + Windows.text(windows)
              + ". A record must be counted once, and its window be over at some time.");
    }
    if (withinTime() != null) {
      throw new IllegalArgumentException(
          "over() is for event time and within() for the clock. Leave one of them out.");
    }
    return toBuilder()
        .setWindows((PartitioningWindowFn<Object, ? extends BoundedWindow>) windows)
        .build();
  }

  /**
   * Counts what came in during any stretch of this length of the workers' clock, which is looked at
   * in steps of a tenth of it.
   *
   * <pre>{@code
   * ErrorThreshold.ratio(0.05).within(Duration.ofMinutes(1))
   * }</pre>
   *
   * <p>Default: the whole input, or {@link #over}.
   *
   * @param time from a second to a day
   * @throws IllegalArgumentException if it is not, or {@code over()} or {@code withCheckEvery()} is
   *     set
   */
  public ErrorThreshold within(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "within() must be from a second to a day, but was: " + time);
    }
    if (windows() != null || !checkEvery().equals(DEFAULT_CHECK_EVERY)) {
      throw new IllegalArgumentException(
          "within() is for the clock, over() and withCheckEvery() for event time. Leave one of them"
              + " out.");
    }
    return toBuilder().setWithinTime(time).build();
  }

  /**
   * A ratio means nothing as long as there are fewer records than this in a window, or within the
   * time. Default: {@value #DEFAULT_MINIMUM_RECORDS}.
   *
   * @throws IllegalArgumentException if it is not positive, or this is no ratio
   */
  public ErrorThreshold withMinimumRecords(long records) {
    if (maxRatio() == null) {
      throw new IllegalArgumentException(
          "withMinimumRecords() is for ErrorThreshold.ratio(): a count needs no minimum.");
    }
    if (records < 1) {
      throw new IllegalArgumentException(
          "withMinimumRecords() must be positive, but was: " + records);
    }
    return toBuilder().setMinimumRecords(records).build();
  }

  /**
   * How often an unbounded input is looked at, in processing time. Default: {@link
   * #DEFAULT_CHECK_EVERY}.
   *
   * @throws IllegalArgumentException if it is less than a millisecond, or {@link #within} is set
   */
  public ErrorThreshold withCheckEvery(Duration every) {
    if (every.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "withCheckEvery() must be at least a millisecond, but was: " + every);
    }
    if (isWithin()) {
      throw new IllegalArgumentException(
          "withCheckEvery() is for over(): what came within() a time is looked at all the time.");
    }
    return toBuilder().setCheckEvery(every).build();
  }

  /** Null where a number is the limit. */
  abstract @Nullable BigDecimal maxRatio();

  abstract long maxCount();

  abstract @Nullable PartitioningWindowFn<Object, ? extends BoundedWindow> windows();

  /** Null where the clock does not matter. */
  abstract @Nullable Duration withinTime();

  abstract long minimumRecords();

  abstract Duration checkEvery();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setMaxRatio(@Nullable BigDecimal ratio);

    abstract Builder setMaxCount(long count);

    abstract Builder setWindows(
        @Nullable PartitioningWindowFn<Object, ? extends BoundedWindow> windows);

    abstract Builder setWithinTime(Duration time);

    abstract Builder setMinimumRecords(long records);

    abstract Builder setCheckEvery(Duration every);

    abstract ErrorThreshold build();
  }

  /**
   * Sums up the counts of a step and throws an {@link ErrorThresholdException} where they are too
   * many.
   *
   * @param step as its dead letters call it
   */
  public PTransform<PCollection<ErrorCount>, PDone> check(String step) {
    return new ErrorThresholdCheck(this, step);
  }

  /** What the DoFn of a step counts with; one for each instance of it. */
  public ErrorTally tally(String step) {
    return new ErrorTally(this, step, InstantSource.system());
  }

  /** Whether the clock matters. */
  boolean isWithin() {
    return withinTime() != null;
  }

  /** The slice that a time of the clock is in. */
  long sliceAt(long millis) {
    return Math.floorDiv(millis, sliceMillis());
  }

  private long sliceMillis() {
    Duration within = Objects.requireNonNull(withinTime());
    return within.toMillis() / SLICES;
  }

  /** Whether so many are more than what is accepted. */
  boolean isExceededBy(ErrorCount count) {
    BigDecimal ratio = maxRatio();
    return ratio == null
        ? count.errors() > maxCount()
        : count.records() >= minimumRecords()
            && BigDecimal.valueOf(count.errors())
                    .compareTo(ratio.multiply(BigDecimal.valueOf(count.records())))
                > 0;
  }

  /** Whether a part of the records is enough to know that all of them are too many. */
  boolean isExceededByPart(ErrorCount part) {
    return maxRatio() == null && isExceededBy(part);
  }

  /** The window that a record is counted in. */
  BoundedWindow windowOf(Instant time) {
    PartitioningWindowFn<Object, ? extends BoundedWindow> windows = windows();
    return windows == null ? GlobalWindow.INSTANCE : windows.assignWindow(time);
  }

  ErrorThresholdException exception(String step, ErrorCount count, BoundedWindow window) {
    String times =
        window instanceof IntervalWindow interval
            ? ", with event times from " + interval.start() + " to " + interval.end()
            : "";
    return exception(step, "failed", count, times);
  }

  /** Of a stretch of the clock that begins with the slice of the count. */
  ErrorThresholdException exceptionWithin(String step, ErrorCount count) {
    return exception(
        step,
        "failed within " + withinTime(),
        count,
        ", from " + Instant.ofEpochMilli(count.slice() * sliceMillis()) + " on, by the clock");
  }

  private ErrorThresholdException exception(
      String step, String failed, ErrorCount count, String times) {
    BigDecimal ratio = maxRatio();
    String limit =
        ratio == null
            ? text(maxCount()) + (maxCount() == 1 ? " record" : " records")
            : ratio.movePointRight(2).stripTrailingZeros().toPlainString() + "% of the records";
    return new ErrorThresholdException(
        step
            + ": more than "
            + limit
            + " "
            + failed
            + ": "
            + text(count.errors())
            + " of "
            + text(count.records())
            + times
            + ". The dead letters say why.");
  }

  private static String text(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
