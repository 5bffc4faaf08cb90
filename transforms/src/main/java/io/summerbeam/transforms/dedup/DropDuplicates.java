package io.summerbeam.transforms.dedup;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.state.StateOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of equal records through and drops the others that are near it in time.
 *
 * <pre>{@code
 * rows.apply(DropDuplicates.byAllFields().within(Duration.ofDays(1)))
 * }</pre>
 *
 * <p><b>Which records are equal.</b> Those with equal key fields. Null equals null, NaN equals NaN,
 * 0.0 is not -0.0; 1.5 and 1.50 are the same decimal. The provenance of a record is never part of
 * the key.
 *
 * <p><b>Which are duplicates</b> of those that are equal:
 *
 * <ul>
 *   <li>{@link #within}, {@link #keepingFirst}, the default: one less than so far in event time,
 *       before or after, from one that was let through. Which is let through goes by the order of
 *       arrival, and that differs between runs.
 *   <li>{@link #within}, {@link #keepingLast}: one that has a newer one less than so far behind it.
 *       So of records that follow each other that closely only the last comes, when the watermark
 *       is so far past it. What comes does not depend on the order of arrival; of two with one
 *       event time it is the content that decides. A key that never rests so long never comes.
 *   <li>{@link #within}, {@link #keepingUpdates}: one that is not newer than one that was let
 *       through, by less than so much. Each newer one comes at once, as an update of those before
 *       it; the last that comes is the last there is, and the same as with {@link #keepingLast} but
 *       for records of one event time, of which the first to arrive comes.
 *   <li>{@link #withinProcessingTime}: one that comes to a worker less than so long after one that
 *       was let through, by the worker's clock.
 * </ul>
 *
 * <p><b>Schemas.</b> The output's is the input's. Key fields may be of any type but a map, whose
 * entries have no order to compare them by.
 *
 * <p><b>Input.</b> Bounded, in any windows but sessions (Beam keeps no state on windows that
 * merge); or unbounded, in the global window: in other windows a runner drops what comes too late
 * before a step sees it, and nothing is to be lost here. So apply it before windowing. {@link
 * #keepingLast} takes the global window only. A bounded input is read as fast as it can be, so that
 * {@link #withinProcessingTime} says little about it: take {@link #within}.
 *
 * <p><b>Windows and timestamps.</b> As they come in. Records of different windows are not compared.
 * {@link #keepingLast} holds the watermark of its output back to the records that it keeps: by up
 * to twice {@link #within}, and the allowed lateness.
 *
 * <p><b>State and its lifetime.</b> For each record let through, 24 bytes that stand for its key (a
 * cryptographic hash; equality is decided by it) and its event time, until the watermark is {@link
 * #within} plus {@link #withAllowedLateness} past it; up to half of {@link #within} later a timer
 * collects it. What is let through of one key in a stretch of 16 times {@link #within} is collected
 * together, when the last of it may be, so that the first stays up to that much longer. With {@link
 * #keepingUpdates} no more than two times for each key and stretch as long as {@link #within}. With
 * {@link #withinProcessingTime} 16 bytes and the time of arrival, as long as that; what is over, or
 * came by a clock that was far ahead, is collected by the records that come after it, and what is
 * kept when no record comes any more remains. All this lives in {@code --stateBuckets} runner keys
 * ({@link StateOptions}). {@link #keepingLast} keeps whole records, one for each key and stretch as
 * long as {@link #within}, in a runner key each with a timer of its own, until they come out or are
 * out of date. A batch job holds its state to its end. Where this is too much for very many keys,
 * see {@link DropDuplicatesApproximately}.
 *
 * <p><b>Going on from a savepoint.</b> The key fields, {@link #within}, what is kept, and {@code
 * --stateBuckets} must be as they were: with others it would not find what it remembers, and fails
 * with the reason. {@link #withinProcessingTime} may change. Key fields stay the same in their
 * order, names and types, though one may become nullable, or a wider whole number; with {@link
 * #byAllFields} each new field of the input is another key, so name the fields with {@link #by}
 * where the schema may grow. A job that has failed so goes back to the savepoint that it was
 * started from, not to a later checkpoint: what it had not come to by then is of the settings
 * before, the rest of those after.
 *
 * <p><b>Late records</b> are let through like others. One that is more than the allowed lateness
 * behind the watermark may be let through although its duplicate was, because that is forgotten.
 *
 * <p><b>Ordering, delivery.</b> No order. The state and what was let through are committed together
 * by the runner: no record is lost where a worker dies between the two, and none is doubled by
 * that. Nothing can fail on a record, so there are no dead letters.
 *
 * <p><b>Counts.</b> {@code records_in}, {@code records_out}, {@code records_dropped} of the step
 * {@value #STEP}. With {@link #keepingLast} the first is the sum of the others at the end of the
 * input; before that some are kept.
 *
 * <p><b>Runners.</b> Direct, Flink, Spark batch, Dataflow. On Spark streaming, which has no
 * event-time timers, {@link #withinProcessingTime} alone; there a record costs as much as its
 * bucket is large, so it wants many buckets. On Flink with checkpoints {@code
 * --finishBundleBeforeCheckpointing=true} is needed (the Flink profile sets it), or Flink's
 * watermark may overtake records. The Direct runner is slow with {@link #keepingLast}: a
 * millisecond a key.
 *
 * <p><b>Cost.</b> One shuffle of the whole record, in batches of a bundle; one state access a
 * record, now and then two, with {@link #keepingUpdates} two. {@link #keepingLast} shuffles records
 * one by one, and has a timer for each key.
 */
@AutoValue
public abstract class DropDuplicates extends PTransform<PCollection<Row>, PCollection<Row>>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** The default name of the step in counters. */
  public static final String STEP = "DropDuplicates";

  /** The longest {@link #within} and {@link #withAllowedLateness}: all the time that Beam knows. */
  public static final Duration MAX_DURATION = Durations.MAX;

  static final TupleTag<Row> FIRST = new TupleTag<>("first") {};
  static final TupleTag<Row> OTHERS = new TupleTag<>("others") {};

  /**
   * Records are equal if all their fields are. {@link #within} or {@link #withinProcessingTime}
   * must follow. A job that goes on from a savepoint must have the fields of then.
   *
   * @return a transform that is not complete yet
   */
  public static DropDuplicates byAllFields() {
    return by(KeyNames.all(STEP));
  }

  /**
   * Records are equal if these fields are. {@link #within} or {@link #withinProcessingTime} must
   * follow.
   *
   * @throws IllegalArgumentException if a field is named twice
   */
  public static DropDuplicates by(String field, String... others) {
    return by(KeyNames.of(STEP, field, others));
  }

  private static DropDuplicates by(KeyNames key) {
    return new AutoValue_DropDuplicates.Builder()
        .setKey(key)
        .setKeeps(Keeps.FIRST)
        .setClock(Clock.systemUTC())
        .setStepName(STEP)
        .build();
  }

  /**
   * How near in event time equal records must be to be duplicates; at this distance they are not.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link #MAX_DURATION}
   */
  public DropDuplicates within(Duration duration) {
    return toBuilder().setWithin(Durations.requirePositive("within()", duration)).build();
  }

  /**
   * How soon after one that was let through an equal record must come to be a duplicate, by the
   * clock of the worker; after this time it is not. Refused together with {@link #within}, with
   * {@link #withAllowedLateness}, and where not the first is kept.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link #MAX_DURATION}
   */
  public DropDuplicates withinProcessingTime(Duration duration) {
    return toBuilder()
        .setWithinProcessingTime(Durations.requirePositive("withinProcessingTime()", duration))
        .build();
  }

  /** The first of equal records to arrive is let through. The default. */
  public DropDuplicates keepingFirst() {
    return toBuilder().setKeeps(Keeps.FIRST).build();
  }

  /**
   * The last of equal records in event time is let through, when it is sure that it is the last.
   */
  public DropDuplicates keepingLast() {
    return toBuilder().setKeeps(Keeps.LAST).build();
  }

  /**
   * Each record that is newer in event time than those that were let through is let through at
   * once: for a sink that replaces what it has of the key. Since a runner keeps no order, the sink
   * should look at the event time, too.
   */
  public DropDuplicates keepingUpdates() {
    return toBuilder().setKeeps(Keeps.UPDATES).build();
  }

  /**
   * How far behind the watermark a record may be and still be compared with those before it. With
   * {@link #keepingLast} it is as much later that records come out. Default: the allowed lateness
   * of the input's windowing.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link #MAX_DURATION}
   */
  public DropDuplicates withAllowedLateness(Duration lateness) {
    return toBuilder()
        .setAllowedLateness(Durations.requireMillis("withAllowedLateness()", lateness))
        .build();
  }

  /**
   * The name of the step in counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public DropDuplicates withStepName(String stepName) {
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
  DropDuplicates withClock(Clock clock) {
    return toBuilder().setClock(clock).build();
  }

  abstract KeyNames key();

  abstract @Nullable Duration within();

  abstract @Nullable Duration withinProcessingTime();

  abstract Keeps keeps();

  abstract @Nullable Duration allowedLateness();

  abstract Clock clock();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setKey(KeyNames key);

    abstract Builder setWithin(@Nullable Duration within);

    abstract Builder setWithinProcessingTime(@Nullable Duration within);

    abstract Builder setKeeps(Keeps keeps);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

    abstract Builder setClock(Clock clock);

    abstract Builder setStepName(String stepName);

    abstract DropDuplicates build();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    return split(input, true, false).get(FIRST);
  }

  @Override
  public String alternative() {
    return "Take withinProcessingTime() without keepingLast() and keepingUpdates().";
  }

  private PCollectionTuple split(PCollection<Row> input, boolean counted, boolean keepsDuplicates) {
    Verdicts verdicts = new Verdicts(counted ? stepName() : null, keepsDuplicates);
    Duration arrival = withinProcessingTime();
    Duration within = within();
    if (arrival != null) {
      checkArrival();
      Buckets.checkInput(input, STEP);
      return Buckets.apply(
          input,
          key(),
          new DropByArrivalFn(
              arrival.toMillis(),
              Settings.of(
                  STEP,
                  key().setting(input.getSchema()),
                  "withinProcessingTime()",
                  Buckets.setting(input)),
              clock(),
              verdicts),
          keepsDuplicates);
    }
    if (within == null) {
      throw new IllegalArgumentException(
          "DropDuplicates: say how near duplicates are in time: within(Duration.ofDays(1)).");
    }
    Buckets.checkInput(input, STEP);
    long millis = within.toMillis();
    long lateness = latenessMillis(input);
    String fields = key().setting(input.getSchema());
    String near = "within(" + within + ")";
    return switch (keeps()) {
      case FIRST ->
          Buckets.apply(
              input,
              key(),
              new DropDuplicatesFn(
                  new FirstJudge(millis),
                  millis,
                  lateness,
                  Settings.of(STEP, fields, near, "keepingFirst()", Buckets.setting(input)),
                  verdicts),
              keepsDuplicates);
      case UPDATES ->
          Buckets.apply(
              input,
              key(),
              new DropDuplicatesFn(
                  new NewerJudge(millis),
                  millis,
                  lateness,
                  Settings.of(STEP, fields, near, "keepingUpdates()", Buckets.setting(input)),
                  verdicts),
              keepsDuplicates);
      case LAST -> {
        Settings settings = Settings.of(STEP, fields, near, "keepingLast()");
        yield last(
            input,
            settings,
            new KeepLastFn(millis, lateness, settings, verdicts, input.getCoder()),
            keepsDuplicates);
      }
    };
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    Duration within = within();
    Duration arrival = withinProcessingTime();
    builder.add(DisplayData.item("fields", key().text()).withLabel("Key fields"));
    if (within != null) {
      builder.add(DisplayData.item("within", within.toString()).withLabel("Within"));
    }
    if (arrival != null) {
      builder.add(
          DisplayData.item("withinProcessingTime", arrival.toString())
              .withLabel("Within processing time"));
    }
    builder.add(
        DisplayData.item("keeps", keeps().name().toLowerCase(Locale.ROOT)).withLabel("Keeps"));
  }

  private PCollectionTuple last(
      PCollection<Row> input, Settings settings, KeepLastFn keepLast, boolean keepsDuplicates) {
    if (!(input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "DropDuplicates: keepingLast() takes its input in the global window, but it is in "
              + input.getWindowingStrategy().getWindowFn().getClass().getSimpleName()
              + ". Apply it before windowing.");
    }
    Schema schema = input.getSchema();
    int[] indexes = key().indexes(schema);
    return Buckets.outputs(
        input
            .apply(
                "Key",
                ParDo.of(new KeyVersionFn(Buckets.keySchema(schema, indexes), indexes, settings)))
            .setCoder(
                KvCoder.of(Digest.DigestCoder.of(), new Version.VersionCoder(input.getCoder()))),
        keepLast,
        schema,
        keepsDuplicates);
  }

  private void checkArrival() {
    if (within() != null) {
      throw new IllegalArgumentException(
          "DropDuplicates: within() goes by event time, and withinProcessingTime() by when records"
              + " arrive. Leave out one of them.");
    }
    if (keeps() != Keeps.FIRST) {
      throw new IllegalArgumentException(
          "DropDuplicates: withinProcessingTime() keeps the first. Leave out keepingLast() and"
              + " keepingUpdates(), which go by event time, or take within().");
    }
    if (allowedLateness() != null) {
      throw new IllegalArgumentException(
          "DropDuplicates: with withinProcessingTime() nothing is late. Leave out"
              + " withAllowedLateness().");
    }
  }

  private long latenessMillis(PCollection<Row> input) {
    Duration lateness = allowedLateness();
    return lateness == null
        ? Durations.millisOf(input.getWindowingStrategy().getAllowedLateness())
        : lateness.toMillis();
  }
}
