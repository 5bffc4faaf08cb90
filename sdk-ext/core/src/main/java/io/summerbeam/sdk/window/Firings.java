package io.summerbeam.sdk.window;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.state.Durations;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Trigger.OnceTrigger;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.jspecify.annotations.Nullable;

/**
 * When the results of a window leave, in Java and as text.
 *
 * <table>
 * <caption>Firings</caption>
 * <tr><th>Java</th><th>text</th><th></th></tr>
 * <tr><td>{@code Firings.onTime()}</td><td>{@code on time}</td>
 *     <td>when the watermark passes the end of the window. Always; the rest is beside it</td></tr>
 * <tr><td>{@code .earlyEvery(Duration.ofSeconds(10))}</td><td>{@code early every PT10S}</td>
 *     <td>before that: so long, in processing time, after the first record since the last
 *     firing</td></tr>
 * <tr><td>{@code .earlyAfter(1000)}</td><td>{@code early after 1000}</td>
 *     <td>before that: when so many records at least have come since the last firing</td></tr>
 * <tr><td>{@code .lateEach()}</td><td>{@code late each}</td>
 *     <td>after that: for each late record, as long as lateness is allowed</td></tr>
 * <tr><td>{@code .lateEvery(Duration.ofMinutes(1))}</td><td>{@code late every PT1M}</td>
 *     <td>after that: so long, in processing time, after the first late record since the last
 *     firing</td></tr>
 * <tr><td>{@code .accumulating()}</td><td>{@code accumulating}</td>
 *     <td>a firing gives the result of all records of the window so far. The default</td></tr>
 * <tr><td>{@code .discarding()}</td><td>{@code discarding}</td>
 *     <td>a firing gives the result of the records since the last one</td></tr>
 * </table>
 *
 * <p>As text they stand in any order with commas between: {@code early every PT10S, late each,
 * discarding}. With both {@code early every} and {@code early after}, whichever comes first fires,
 * and both start again. Firings that are written alike are equal, and their {@code toString} is the
 * text.
 *
 * <p><b>What a sink sees.</b> With more than one firing a sink is given more than one row for a
 * window. Accumulating, each is to take the place of the one before: write them as upserts by key
 * and window. Discarding, each is a part: a sink or query must add them up, which no mean and no
 * distinct count can be.
 */
@AutoValue
public abstract class Firings implements Serializable {

  private static final long serialVersionUID = 1;

  /** Once: when the watermark passes the end of the window. */
  public static Firings onTime() {
    return new AutoValue_Firings.Builder().build();
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none, or says a thing twice
   */
  public static Firings parse(String text) {
    return FiringsText.read(text);
  }

  /**
   * Also early: so long after the first record since the last firing, in processing time.
   *
   * @throws IllegalArgumentException if it is no positive number of milliseconds
   * @throws IllegalStateException if it was said before
   */
  public Firings earlyEvery(Duration processingTime) {
    requireNew("early every", early() == null);
    return toBuilder()
        .setEarly(Durations.requirePositive("Firings.earlyEvery()", processingTime))
        .build();
  }

  /**
   * Also early: when so many records have come since the last firing. Runners count the records of
   * a bundle together, so it can be more.
   *
   * @throws IllegalArgumentException if it is not positive
   * @throws IllegalStateException if it was said before
   */
  public Firings earlyAfter(int records) {
    requireNew("early after", earlyRecords() == null);
    if (records < 1) {
      throw new IllegalArgumentException(
          "Firings.earlyAfter() must be at least one record, but was: " + records);
    }
    return toBuilder().setEarlyRecords(records).build();
  }

  /**
   * Also late: for each record that comes after the window has fired on time.
   *
   * @throws IllegalStateException if when to fire late was said before
   */
  public Firings lateEach() {
    requireNew("late", late() == null);
    return toBuilder().setLate(Duration.ZERO).build();
  }

  /**
   * Also late: so long after the first late record since the last firing, in processing time.
   *
   * @throws IllegalArgumentException if it is no positive number of milliseconds
   * @throws IllegalStateException if when to fire late was said before
   */
  public Firings lateEvery(Duration processingTime) {
    requireNew("late", late() == null);
    return toBuilder()
        .setLate(Durations.requirePositive("Firings.lateEvery()", processingTime))
        .build();
  }

  /**
   * Each firing gives the result of all records of the window so far. The default.
   *
   * @throws IllegalStateException if that or {@link #discarding} was said before
   */
  public Firings accumulating() {
    requireNew("accumulating or discarding", discards() == null);
    return toBuilder().setDiscards(false).build();
  }

  /**
   * Each firing gives the result of the records since the last one.
   *
   * @throws IllegalStateException if that or {@link #accumulating} was said before
   */
  public Firings discarding() {
    requireNew("accumulating or discarding", discards() == null);
    return toBuilder().setDiscards(true).build();
  }

  /** Whether windows fire before they are over. */
  public final boolean firesEarly() {
    return early() != null || earlyRecords() != null;
  }

  /** Whether windows fire after they are over, for what comes late. */
  public final boolean firesLate() {
    return late() != null;
  }

  /** Whether windows fire on time alone. */
  public final boolean firesOnce() {
    return !firesEarly() && !firesLate();
  }

  /** Whether a firing gives the result of all records so far, not of those since the last one. */
  public final boolean isAccumulating() {
    return !Boolean.TRUE.equals(discards());
  }

  /**
   * The trigger for windows. The global window is over when the input is, so that over an unbounded
   * input only early firings give anything.
   *
   * @throws IllegalArgumentException if late firings are asked of the global window, for which
   *     nothing is late
   */
  public final Trigger trigger(WindowFn<?, ?> windows) {
    if (windows instanceof GlobalWindows && firesLate()) {
      throw new IllegalArgumentException(
          "Firings: in the global window nothing is late, but they are: "
              + this
              + ". Leave out the late firing.");
    }
    OnceTrigger early = earlyTrigger();
    OnceTrigger late = lateTrigger();
    if (early == null) {
      return late == null
          ? DefaultTrigger.of()
          : AfterWatermark.pastEndOfWindow().withLateFirings(late);
    }
    AfterWatermark.AfterWatermarkEarlyAndLate trigger =
        AfterWatermark.pastEndOfWindow().withEarlyFirings(early);
    return late == null ? trigger : trigger.withLateFirings(late);
  }

  private @Nullable OnceTrigger earlyTrigger() {
    Duration every = early();
    Integer records = earlyRecords();
    if (every == null) {
      return records == null ? null : AfterPane.elementCountAtLeast(records);
    }
    // Each for ever: one that fires once is held for fired from then on, and would fire with each
    // record.
    return records == null
        ? after(every)
        : AfterFirst.of(
            List.of(
                Repeatedly.forever(after(every)),
                Repeatedly.forever(AfterPane.elementCountAtLeast(records))));
  }

  private @Nullable OnceTrigger lateTrigger() {
    Duration every = late();
    if (every == null) {
      return null;
    }
    return every.isZero() ? AfterPane.elementCountAtLeast(1) : after(every);
  }

  private static OnceTrigger after(Duration duration) {
    return AfterProcessingTime.pastFirstElementInPane()
        .plusDelayOf(org.joda.time.Duration.millis(duration.toMillis()));
  }

  private static void requireNew(String what, boolean isNew) {
    if (!isNew) {
      throw new IllegalStateException("Firings: " + what + " must be said once, but comes again.");
    }
  }

  /** The text form. */
  @Override
  public final String toString() {
    return FiringsText.of(this);
  }

  abstract @Nullable Duration early();

  abstract @Nullable Integer earlyRecords();

  /** Zero for each record. */
  abstract @Nullable Duration late();

  /** Null where it was not said. */
  abstract @Nullable Boolean discards();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setEarly(@Nullable Duration early);

    abstract Builder setEarlyRecords(@Nullable Integer earlyRecords);

    abstract Builder setLate(@Nullable Duration late);

    abstract Builder setDiscards(@Nullable Boolean discards);

    abstract Firings build();
  }
}
