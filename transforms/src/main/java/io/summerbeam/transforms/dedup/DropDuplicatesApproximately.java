package io.summerbeam.transforms.dedup;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Drops duplicates as {@link DropDuplicates} does, but in a fraction of the memory, and with a
 * chance to drop a record that is none: for very many keys, of which a lost one does little harm.
 *
 * <pre>{@code
 * rows.apply(
 *     DropDuplicatesApproximately.by("click_id")
 *         .within(Duration.ofHours(1))
 *         .expecting(50_000_000)
 *         .withFalsePositiveRate(0.0001))
 * }</pre>
 *
 * <p><b>What is promised.</b> Of records that have no equal one near, at most {@link
 * #withFalsePositiveRate} of all are dropped. Where that must not be, take {@link DropDuplicates};
 * where they must not be lost, {@link #keepingDuplicates}. A record that comes less than {@link
 * #within} before or after an equal one that was let through is always dropped; one at half as far
 * again or more never is, but by chance; in between it may be. Which of equal records is let
 * through goes by the order of arrival.
 *
 * <p><b>Memory.</b> Bloom filters, in generations half as long as {@link #within}, each with room
 * for all the records {@link #expecting} says, however unevenly they come. At the default rate of
 * one in a thousand that is about 2.6 bytes a record and generation; a tenth of the rate takes 0.7
 * bytes more. Three generations live at the same time, and as many more as {@link
 * #withAllowedLateness} is long, or records are ahead of the watermark. A bounded input keeps the
 * generations of all its event times to its end; a record with an event time of its own, far from
 * all others, takes a block of a few kilobytes: check event times before.
 *
 * <p><b>Going on from a savepoint.</b> The key fields, {@link #within} or {@link
 * #withinProcessingTime}, {@link #expecting}, the rate and {@code --stateBuckets} must be as they
 * were: with others it would not find what it remembers, and fails with the reason. Which key
 * fields are the same, and where a job that has failed so goes back to, says {@link
 * DropDuplicates}.
 *
 * <p><b>When more come than expected.</b> A filter that is full takes no more, so that the rate
 * never rises: a record that it should take is let through and not remembered, and its duplicates
 * are not found. They are counted: {@code records_unremembered}. Where it is not zero, expect more.
 *
 * <p><b>Which records are equal, schemas, input, windows and timestamps, late records, ordering,
 * delivery</b> are those of {@link DropDuplicates} that keeps the first. The filters live in {@code
 * --stateBuckets} runner keys; a timer each collects old generations, or, with {@link
 * #withinProcessingTime}, the first record that comes in a new one; that one also collects what a
 * clock that was far ahead has left in generations still to come.
 *
 * <p><b>Counts.</b> {@code records_in}, {@code records_out}, {@code records_dropped}, {@code
 * records_unremembered} (let through, too) of the step {@value #STEP}. How many of those dropped
 * are no duplicates cannot be counted.
 *
 * <p><b>Runners.</b> Direct, Flink, Spark batch, Dataflow; on Spark streaming {@link
 * #withinProcessingTime} alone. <b>Cost.</b> One shuffle of the whole record, in batches of a
 * bundle. A batch reads up to five filters of about two kilobytes for each of its records, and
 * writes one: much where the state is on disk (RocksDB), less where many records of a bundle meet
 * in one filter. It pays where the state of {@link DropDuplicates} is too large.
 */
@AutoValue
public abstract class DropDuplicatesApproximately
    extends PTransform<PCollection<Row>, PCollection<Row>> implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** The default name of the step in counters. */
  public static final String STEP = "DropDuplicatesApproximately";

  /** The default of {@link #withFalsePositiveRate}. */
  public static final double DEFAULT_FALSE_POSITIVE_RATE = 0.001;

  /** The lowest {@link #withFalsePositiveRate}. */
  public static final double MIN_FALSE_POSITIVE_RATE = 0.0001;

  /** The highest {@link #withFalsePositiveRate}. */
  public static final double MAX_FALSE_POSITIVE_RATE = 0.1;

  /** The most that {@link #expecting} takes. */
  public static final long MAX_EXPECTED = 1_000_000_000_000L;

  /** Counts the records that were let through and not remembered, since a filter was full. */
  static final String UNREMEMBERED = "records_unremembered";

  /**
   * Records are equal if all their fields are. {@link #expecting}, and {@link #within} or {@link
   * #withinProcessingTime}, must follow. A job that goes on from a savepoint must have the fields
   * of then.
   *
   * @return a transform that is not complete yet
   */
  public static DropDuplicatesApproximately byAllFields() {
    return by(KeyNames.all(STEP));
  }

  /**
   * Records are equal if these fields are. {@link #expecting}, and {@link #within} or {@link
   * #withinProcessingTime}, must follow.
   *
   * @throws IllegalArgumentException if a field is named twice
   */
  public static DropDuplicatesApproximately by(String field, String... others) {
    return by(KeyNames.of(STEP, field, others));
  }

  private static DropDuplicatesApproximately by(KeyNames key) {
    return new AutoValue_DropDuplicatesApproximately.Builder()
        .setKey(key)
        .setFalsePositiveRate(DEFAULT_FALSE_POSITIVE_RATE)
        .setClock(Clock.systemUTC())
        .setStepName(STEP)
        .build();
  }

  /**
   * How near in event time equal records must be to be duplicates for certain.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link Durations#MAX}
   */
  public DropDuplicatesApproximately within(Duration duration) {
    return toBuilder().setWithin(Durations.requirePositive("within()", duration)).build();
  }

  /**
   * How soon after one that was let through an equal record must come to be a duplicate for
   * certain, by the clock of the worker. Refused together with {@link #within} and with {@link
   * #withAllowedLateness}.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link Durations#MAX}
   */
  public DropDuplicatesApproximately withinProcessingTime(Duration duration) {
    return toBuilder()
        .setWithinProcessingTime(Durations.requirePositive("withinProcessingTime()", duration))
        .build();
  }

  /**
   * How many records are let through, at most, in any stretch of time as long as {@link #within}.
   *
   * @throws IllegalArgumentException if it is not positive, or more than {@link #MAX_EXPECTED}
   */
  public DropDuplicatesApproximately expecting(long records) {
    if (records < 1 || records > MAX_EXPECTED) {
      throw new IllegalArgumentException(
          "expecting() must be from 1 to " + MAX_EXPECTED + ", but was: " + records);
    }
    return toBuilder().setExpected(records).build();
  }

  /**
   * Which part of the records that are no duplicates may be dropped, at most. Default: {@value
   * #DEFAULT_FALSE_POSITIVE_RATE}.
   *
   * @throws IllegalArgumentException if it is lower than {@link #MIN_FALSE_POSITIVE_RATE} or higher
   *     than {@link #MAX_FALSE_POSITIVE_RATE}
   */
  public DropDuplicatesApproximately withFalsePositiveRate(double rate) {
    if (!(rate >= MIN_FALSE_POSITIVE_RATE && rate <= MAX_FALSE_POSITIVE_RATE)) {
      throw new IllegalArgumentException(
          "withFalsePositiveRate() must be from "
              + MIN_FALSE_POSITIVE_RATE
              + " to "
              + MAX_FALSE_POSITIVE_RATE
              + ", but was: "
              + rate);
    }
    return toBuilder().setFalsePositiveRate(rate).build();
  }

  /**
   * How far behind the watermark a record may be and still be compared with those before it.
   * Default: the allowed lateness of the input's windowing.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public DropDuplicatesApproximately withAllowedLateness(Duration lateness) {
    return toBuilder()
        .setAllowedLateness(Durations.requireMillis("withAllowedLateness()", lateness))
        .build();
  }

  /**
   * The name of the step in counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public DropDuplicatesApproximately withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  /** The same, but what would be dropped is a second output. */
  public SplitDuplicates keepingDuplicates() {
    return new SplitDuplicates(this, (input, counted) -> split(input, counted, true));
  }

  /** Goes by another clock than the worker's. */
  DropDuplicatesApproximately withClock(Clock clock) {
    return toBuilder().setClock(clock).build();
  }

  abstract KeyNames key();

  abstract @Nullable Duration within();

  abstract @Nullable Duration withinProcessingTime();

  abstract @Nullable Long expected();

  abstract double falsePositiveRate();

  abstract @Nullable Duration allowedLateness();

  abstract Clock clock();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setKey(KeyNames key);

    abstract Builder setWithin(@Nullable Duration within);

    abstract Builder setWithinProcessingTime(@Nullable Duration within);

    abstract Builder setExpected(@Nullable Long records);

    abstract Builder setFalsePositiveRate(double rate);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

    abstract Builder setClock(Clock clock);

    abstract Builder setStepName(String stepName);

    abstract DropDuplicatesApproximately build();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    return split(input, true, false).get(DropDuplicates.FIRST);
  }

  @Override
  public String alternative() {
    return "Take withinProcessingTime().";
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    Duration within = within();
    Duration arrival = withinProcessingTime();
    Long expected = expected();
    builder.add(DisplayData.item("fields", key().text()).withLabel("Key fields"));
    if (within != null) {
      builder.add(DisplayData.item("within", within.toString()).withLabel("Within"));
    }
    if (arrival != null) {
      builder.add(
          DisplayData.item("withinProcessingTime", arrival.toString())
              .withLabel("Within processing time"));
    }
    if (expected != null) {
      builder.add(DisplayData.item("expected", expected).withLabel("Expected records"));
    }
    builder.add(
        DisplayData.item("falsePositiveRate", falsePositiveRate())
            .withLabel("False positive rate"));
  }

  private PCollectionTuple split(PCollection<Row> input, boolean counted, boolean keepsDuplicates) {
    Long expected = expected();
    if (expected == null) {
      throw new IllegalArgumentException(
          "DropDuplicatesApproximately: say how many records to make room for:"
              + " expecting(10_000_000).");
    }
    Buckets.checkInput(input, STEP);
    return Buckets.apply(
        input,
        key(),
        drop(input, expected, new Verdicts(counted ? stepName() : null, keepsDuplicates)),
        keepsDuplicates);
  }

  private DoFn<KV<Integer, List<Keyed>>, Row> drop(
      PCollection<Row> input, long expected, Verdicts verdicts) {
    Duration within = within();
    Duration arrival = withinProcessingTime();
    if (within != null && arrival == null) {
      return byEventTime(input, within, expected, verdicts);
    }
    if (within == null && arrival != null) {
      return byArrival(input, arrival, expected, verdicts);
    }
    throw new IllegalArgumentException(
        "DropDuplicatesApproximately: say how near duplicates are, in event time or by when they"
            + " arrive: within(Duration.ofDays(1)) or withinProcessingTime(Duration.ofDays(1)), and"
            + " not both.");
  }

  private DropApproximatelyFn byEventTime(
      PCollection<Row> input, Duration within, long expected, Verdicts verdicts) {
    Duration lateness = allowedLateness();
    return new DropApproximatelyFn(
        new Generations(within.toMillis()),
        lateness == null
            ? Durations.millisOf(input.getWindowingStrategy().getAllowedLateness())
            : lateness.toMillis(),
        FilterSize.of(expected, Buckets.of(input), falsePositiveRate() / Generations.BOTH_WAYS),
        settings(input, "within(" + within + ")", expected),
        verdicts);
  }

  private DropApproximatelyByArrivalFn byArrival(
      PCollection<Row> input, Duration within, long expected, Verdicts verdicts) {
    if (allowedLateness() != null) {
      throw new IllegalArgumentException(
          "DropDuplicatesApproximately: with withinProcessingTime() nothing is late. Leave out"
              + " withAllowedLateness().");
    }
    return new DropApproximatelyByArrivalFn(
        new Generations(within.toMillis()),
        FilterSize.of(expected, Buckets.of(input), falsePositiveRate() / Generations.BACKWARDS),
        settings(input, "withinProcessingTime(" + within + ")", expected),
        clock(),
        verdicts);
  }

  private Settings settings(PCollection<Row> input, String near, long expected) {
    return Settings.of(
        STEP,
        key().setting(input.getSchema()),
        near,
        "expecting(" + expected + ")",
        "withFalsePositiveRate(" + falsePositiveRate() + ")",
        Buckets.setting(input));
  }
}
