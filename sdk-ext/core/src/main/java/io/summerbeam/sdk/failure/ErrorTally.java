package io.summerbeam.sdk.failure;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one instance of a DoFn counts for an {@link ErrorThreshold}: each record once, and at the
 * end of a bundle {@link #flush}, whose output goes to {@link ErrorThreshold#check}.
 */
public final class ErrorTally {

  private final ErrorThreshold threshold;
  private final String step;
  private final InstantSource clock;
  private final Map<Place, Tally> tallies = new HashMap<>();

  // Most records are counted with the one before.
  private @Nullable Tally current;

  ErrorTally(ErrorThreshold threshold, String step, InstantSource clock) {
    this.threshold = threshold;
    this.step = step;
    this.clock = clock;
  }

  /**
   * A window of the records, in which the counts travel, and one of the threshold, or a slice of
   * the clock.
   */
  private record Place(BoundedWindow window, BoundedWindow counted, long slice) {}

  /**
   * Counts a record.
   *
   * @throws ErrorThresholdException if those of this bundle are too many already
   */
  public void record(BoundedWindow window, Instant time, boolean error) {
    Tally tally = tallyOf(window, time);
    tally.records++;
    if (time.isBefore(tally.earliest)) {
      tally.earliest = time;
    }
    if (error) {
      tally.errors++;
      if (threshold.isExceededByPart(tally.count())) {
        throw FinalFailure.toThrow(
            threshold.isWithin()
                ? threshold.exceptionWithin(step, tally.count())
                : threshold.exception(step, tally.count(), tally.place.counted()));
      }
    }
  }

  /** Puts out what was counted, and begins anew. */
  public void flush(DoFn<?, ?>.FinishBundleContext context, TupleTag<ErrorCount> tag) {
    tallies.forEach(
        (place, tally) -> context.output(tag, tally.count(), tally.earliest, place.window()));
    tallies.clear();
    current = null;
  }

  private Tally tallyOf(BoundedWindow window, Instant time) {
    BoundedWindow counted = threshold.windowOf(time);
    long slice = threshold.isWithin() ? threshold.sliceAt(clock.millis()) : 0;
    Tally tally = current;
    if (tally == null
        || tally.place.slice() != slice
        || !tally.place.counted().equals(counted)
        || !tally.place.window().equals(window)) {
      tally =
          tallies.computeIfAbsent(
              new Place(window, counted, slice), place -> new Tally(place, time));
      current = tally;
    }
    return tally;
  }

  private static final class Tally {
    final Place place;
    Instant earliest;
    long records;
    long errors;

    Tally(Place place, Instant time) {
      this.place = place;
      this.earliest = time;
    }

    ErrorCount count() {
      return new ErrorCount(place.slice(), records, errors);
    }
  }
}
