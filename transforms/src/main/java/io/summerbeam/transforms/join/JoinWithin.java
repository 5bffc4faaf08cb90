package io.summerbeam.transforms.join;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.join.Candidate.CandidateCoder;
import io.summerbeam.transforms.pairing.TakenFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Joins two streams: records with equal keys whose event times are near each other.
 *
 * <pre>{@code
 * orders.apply(
 *     JoinWithin.with(payments)
 *         .on("order_id", "order")
 *         .within(Duration.ZERO, Duration.ofHours(1)) // paid up to an hour after the order
 *         .take("amount", "paid")
 *         .withDeadLetters(dead)) // orders that nobody paid for
 * }</pre>
 *
 * <p><b>Pairs.</b> A left and a right record of one key are a pair if the right one's time is in
 * {@code [left - before, left + after]}, both ends included. Each pair comes out once. A key that
 * has a null in it, or cannot be computed ({@link #onExpressions}), equals none, as in SQL.
 *
 * <p><b>Without a partner.</b> {@link #inner}, the default, puts out pairs only: a left record
 * without a partner is a dead letter {@code lookup_miss} where there is {@link #withDeadLetters},
 * and is dropped and counted where there is not. {@link #left} puts it out, with nulls for the
 * right side, and {@link #full} also each right record without a partner, which else is dropped.
 *
 * <p><b>Schemas.</b> Out come the fields of the left side, then those that are taken of the right
 * ({@link #take}, {@link #takeAs}); all of them where nothing else is said, under a {@link
 * #withPrefix} if there is one. The fields of a side that may be missing are nullable. Names that
 * come twice are refused. The provenance is the left record's; of a right one without a partner its
 * own, where both sides have one. Key fields, and the values of key expressions, are of equal types
 * on both sides, and not of floating point, decimal, bytes, array, map or row.
 *
 * <p><b>Windows and timestamps.</b> Both inputs, bounded or not, are in the global window, and so
 * is what comes out, with the trigger of the left side: near records would be torn apart by
 * windows, so apply it before windowing. A pair has the later time of its two; a record without a
 * partner has its own.
 *
 * <p><b>When they leave.</b> A pair when the watermark (that of the slower input) has passed its
 * time. A record without a partner that comes out or is a dead letter when the watermark is so far
 * past it that no partner can come: for a left one {@code after}, for a right one {@code before},
 * plus {@link #withAllowedLateness}; with its own time. So the watermark of the output stays so far
 * behind where such records come out, with {@link #left} and {@link #full}; dead letters, which are
 * never late, do not hold it. Nothing comes out behind the watermark but what came so.
 *
 * <p><b>Late.</b> No record is dropped for being late. One that comes behind the watermark meets
 * those that are still there; those are all that it should meet, if it is not later than {@link
 * #withAllowedLateness}. One that has left without a partner never comes in a pair.
 *
 * <p><b>State and its lifetime.</b> Each record, until the watermark has passed it by what is said
 * above; one that has nothing more to put out is collected later by up to half of {@code before +
 * after + lateness}, so that the state is gone through for many at once. One event-time timer a
 * key. A batch job joins a key at its end, and holds its records until then.
 *
 * <p><b>Ordering, delivery.</b> No order. State and output are committed together by the runner. No
 * record fails.
 *
 * <p><b>Counts.</b> {@code records_in} (of both sides), {@code records_out} (pairs, and records
 * without a partner), {@code records_matched}, {@code records_unmatched} (put out without a
 * partner), {@code records_dead.lookup_miss} (left records without a partner, with {@link
 * #withDeadLetters}), {@code records_dropped} (all others without a partner). At the end of the
 * input the last four sum up to the first.
 *
 * <p><b>Cost.</b> One shuffle of both sides; each record is appended to the state, and read each
 * time the timer of its key fires while it is there: a key with very many records within the
 * distance is expensive, as are its pairs.
 *
 * <p><b>Runners.</b> Direct, Flink, Spark batch, Dataflow; not Spark streaming, which has no
 * event-time timers: there, window both sides and join them with a CoGroupByKey, which pairs what
 * is in one window. On Flink with checkpoints {@code --finishBundleBeforeCheckpointing=true} is
 * needed (the Flink profile sets it).
 */
@AutoValue
public abstract class JoinWithin extends PTransform<PCollection<Row>, PCollection<Row>>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "JoinWithin";

  /** The count of records that had a partner. */
  static final String MATCHED = "records_matched";

  /** The count of records that came out without a partner. */
  static final String UNMATCHED = "records_unmatched";

  static final TupleTag<KV<Row, Candidate>> KEYED = new TupleTag<>("keyed") {};
  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final TupleTag<Row> RIGHT = new TupleTag<>("right") {};

  /**
   * Joins with the records of {@code right}. What is equal ({@link #on}, {@link #onExpressions})
   * and {@link #within} must follow.
   *
   * @return a transform that is not complete yet
   */
  public static JoinWithin with(PCollection<Row> right) {
    return new AutoValue_JoinWithin.Builder()
        .setRight(right)
        .setKeys(List.of())
        .setTaken(TakenFields.none("JoinWithin", "the left side", "right side"))
        .setKind(JoinKind.INNER)
        .setPrefix("")
        .setStepName(STEP)
        .build();
  }

  /**
   * The left side's field {@code field} equals the right side's {@code rightField}. Called several
   * times, all of them make the key.
   *
   * @throws IllegalArgumentException if one of the fields is part of the key already
   */
  public JoinWithin on(String field, String rightField) {
    for (JoinKey key : keys()) {
      boolean left = key.left().equals(field);
      if (!key.computed() && (left || key.right().equals(rightField))) {
        throw new IllegalArgumentException(
            "on() must name each field of a side once, but '"
                + (left ? field : rightField)
                + "' comes twice.");
      }
    }
    return withKey(new JoinKey(field, rightField, false));
  }

  /** The same field on both sides. */
  public JoinWithin on(String field) {
    return on(field, field);
  }

  /**
   * What is computed from the left record equals what is computed from the right one: {@code
   * onExpressions("string(order_id)", "order")}; the name of a field is an expression, too. Called
   * several times, and with {@link #on}, all of them make the key. Where one cannot be computed, or
   * is null, the record has no partner. Whole numbers of all lengths meet each other; times meet by
   * their milliseconds.
   *
   * @param leftExpression on the left side's fields, in CEL, as in {@link Expression}
   * @param rightExpression on the right side's fields
   * @throws IllegalArgumentException if one is blank, or the two are part of the key already
   */
  public JoinWithin onExpressions(String leftExpression, String rightExpression) {
    JoinKey key =
        new JoinKey(
            Expression.of(leftExpression).text(), Expression.of(rightExpression).text(), true);
    if (keys().contains(key)) {
      throw new IllegalArgumentException(
          "onExpressions() must name each pair of expressions once, but '"
              + leftExpression
              + "' and '"
              + rightExpression
              + "' come twice.");
    }
    return withKey(key);
  }

  /**
   * How near in event time partners are.
   *
   * @param before how much earlier than the left record the right one may be
   * @param after how much later than the left record the right one may be
   * @throws IllegalArgumentException if one is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public JoinWithin within(Duration before, Duration after) {
    return toBuilder()
        .setBefore(Durations.requireMillis("within() before", before))
        .setAfter(Durations.requireMillis("within() after", after))
        .build();
  }

  /** As far before as after. */
  public JoinWithin within(Duration distance) {
    return within(distance, distance);
  }

  /** Only pairs come out. The default. See {@link #withDeadLetters} for the others. */
  public JoinWithin inner() {
    return toBuilder().setKind(JoinKind.INNER).build();
  }

  /** Pairs, and left records without a partner. */
  public JoinWithin left() {
    return toBuilder().setKind(JoinKind.LEFT).build();
  }

  /** Pairs, and records of both sides without a partner. */
  public JoinWithin full() {
    return toBuilder().setKind(JoinKind.FULL).build();
  }

  /**
   * Left records without a partner go to this handler, as dead letters {@code lookup_miss} with
   * their own time, when {@link #left} would put them out. Default: they are dropped and counted.
   * Refused with {@link #left} and {@link #full}, which keep them.
   */
  public JoinWithin withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * Takes the right side's field {@code rightField} as the new field {@code newField}. Default: all
   * fields of the right side are taken; where there is a {@code take} or {@link #takeAs}, only what
   * they say.
   *
   * @throws IllegalArgumentException if the new field is named already, or its name is empty
   */
  public JoinWithin take(String rightField, String newField) {
    return toBuilder().setTaken(taken().take(rightField, newField)).build();
  }

  /** Takes a field of the right side under its own name. */
  public JoinWithin take(String rightField) {
    return take(rightField, rightField);
  }

  /**
   * Takes fields of the right side, all of them where none is named, as one new field that is a
   * row.
   *
   * @throws IllegalArgumentException if the new field is named already, its name is empty, or one
   *     of the others comes twice
   */
  public JoinWithin takeAs(String newField, String... rightFields) {
    return toBuilder().setTaken(taken().takeAs(newField, rightFields)).build();
  }

  /**
   * What the names of the right side's fields begin with, where all of them are taken. Default:
   * nothing. Refused with {@link #take} and {@link #takeAs}, which say the names.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public JoinWithin withPrefix(String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("withPrefix() must not be empty.");
    }
    return toBuilder().setPrefix(prefix).build();
  }

  /**
   * How far behind the watermark a record may be and still find all its partners. It is as long
   * that records without a partner stay. Default: the longer allowed lateness of the two inputs'
   * windowings.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public JoinWithin withAllowedLateness(Duration lateness) {
    return toBuilder()
        .setAllowedLateness(Durations.requireMillis("withAllowedLateness()", lateness))
        .build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public JoinWithin withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract PCollection<Row> right();

  abstract List<JoinKey> keys();

  abstract TakenFields taken();

  abstract @Nullable Duration before();

  abstract @Nullable Duration after();

  abstract JoinKind kind();

  abstract String prefix();

  abstract @Nullable Duration allowedLateness();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setRight(PCollection<Row> right);

    abstract Builder setKeys(List<JoinKey> keys);

    abstract Builder setTaken(TakenFields taken);

    abstract Builder setBefore(@Nullable Duration before);

    abstract Builder setAfter(@Nullable Duration after);

    abstract Builder setKind(JoinKind kind);

    abstract Builder setPrefix(String prefix);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract JoinWithin build();
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return Map.of(RIGHT, right());
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> left) {
    Duration before = before();
    Duration after = after();
    if (keys().isEmpty() || before == null || after == null) {
      throw new IllegalArgumentException(
          "JoinWithin: say what is equal and how near in time: on(field, rightField) or"
              + " onExpressions(left, right), and within(before, after).");
    }
    checkSettings();
    requireSide(left, "left");
    requireSide(right(), "right");
    JoinKeys keys = new JoinKeys(keys(), left.getSchema(), right().getSchema());
    JoinedRows joined =
        new JoinedRows(left.getSchema(), right().getSchema(), kind(), taken(), prefix());
    CandidateCoder candidates = new CandidateCoder(left.getCoder(), right().getCoder());
    Coder<KV<Row, Candidate>> coder = KvCoder.of(RowCoder.of(keys.schema()), candidates);

    PCollectionTuple keyedLeft = keyed(left, true, keys, joined);
    PCollectionTuple keyedRight = keyed(right(), false, keys, joined);
    JoinTimes times = new JoinTimes(before.toMillis(), after.toMillis(), lateness(left));
    WindowingStrategy<?, ?> windowing = left.getWindowingStrategy();
    PCollectionTuple met =
        PCollectionList.of(once(keyedLeft, "WindowLeft", coder))
            .and(once(keyedRight, "WindowRight", coder))
            .apply("Together", Flatten.pCollections())
            .apply(
                "Meet",
                ParDo.of(new JoinWithinFn(times, joined, unmatched(joined), candidates))
                    .withOutputTags(OUT, TupleTagList.of(DEAD)));
    return PCollectionList.of(finish(met, windowing, joined))
        .and(finish(keyedLeft, windowing, joined))
        .and(finish(keyedRight, windowing, joined))
        .apply("Out", Flatten.pCollections())
        .setRowSchema(joined.schema());
  }

  @Override
  public String alternative() {
    return "Window both sides and join them with a CoGroupByKey, which pairs what is in one window.";
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(
            DisplayData.item(
                    "on", keys().stream().map(JoinKey::described).collect(Collectors.joining(", ")))
                .withLabel("Key"))
        .addIfNotDefault(DisplayData.item("take", taken().described()).withLabel("Taken"), "")
        .addIfNotDefault(DisplayData.item("prefix", prefix()).withLabel("Prefix"), "")
        .add(DisplayData.item("before", String.valueOf(before())).withLabel("Before"))
        .add(DisplayData.item("after", String.valueOf(after())).withLabel("After"))
        .add(DisplayData.item("kind", kind().name()).withLabel("Kind"));
  }

  private PCollectionTuple keyed(
      PCollection<Row> side, boolean isLeft, JoinKeys keys, JoinedRows joined) {
    return side.apply(
        isLeft ? "KeyLeft" : "KeyRight",
        ParDo.of(new KeySideFn(isLeft, keys.reader(isLeft), unmatched(joined)))
            .withOutputTags(KEYED, TupleTagList.of(OUT).and(DEAD)));
  }

  private Unmatched unmatched(JoinedRows joined) {
    DeadLetters dead = deadLetters();
    String key =
        "the key (" + keys().stream().map(JoinKey::left).collect(Collectors.joining(", ")) + ")";
    return new Unmatched(
        stepName(),
        kind(),
        joined,
        Failure.of(
            Reason.LOOKUP_MISS, "no record of the right side that is near in time has " + key),
        Failure.of(
            Reason.LOOKUP_MISS, key + " is null or cannot be computed, so that it equals none"),
        dead == null ? null : dead.factory(stepName()));
  }

  private static PCollection<KV<Row, Candidate>> once(
      PCollectionTuple keyed, String name, Coder<KV<Row, Candidate>> coder) {
    return keyed
        .get(KEYED)
        .setCoder(coder)
        .apply(
            name,
            Window.<KV<Row, Candidate>>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(org.joda.time.Duration.ZERO)
                .discardingFiredPanes());
  }

  /** The records that came out; dead letters to the handler. */
  private PCollection<Row> finish(
      PCollectionTuple outputs, WindowingStrategy<?, ?> windowing, JoinedRows joined) {
    DeadLetters dead = deadLetters();
    PCollection<DeadLetter> letters =
        outputs.get(DEAD).setWindowingStrategyInternal(windowing).setCoder(DeadLetter.coder());
    if (dead != null) {
      dead.addErrorCollection(letters);
    }
    return outputs.get(OUT).setWindowingStrategyInternal(windowing).setRowSchema(joined.schema());
  }

  private long lateness(PCollection<Row> left) {
    Duration lateness = allowedLateness();
    return lateness == null
        ? Math.max(
            Durations.millisOf(left.getWindowingStrategy().getAllowedLateness()),
            Durations.millisOf(right().getWindowingStrategy().getAllowedLateness()))
        : lateness.toMillis();
  }

  private static void requireSide(PCollection<Row> side, String which) {
    if (!side.hasSchema()) {
      throw new IllegalArgumentException(
          "JoinWithin: the "
              + which
              + " side has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    WindowFn<?, ?> windows = side.getWindowingStrategy().getWindowFn();
    if (!(windows instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "JoinWithin: both sides must be in the global window, but the "
              + which
              + " one is in "
              + Windows.text(windows)
              + ", which would tear near records apart. Apply it before windowing.");
    }
  }

  private JoinWithin withKey(JoinKey key) {
    List<JoinKey> more = new ArrayList<>(keys());
    more.add(key);
    return toBuilder().setKeys(List.copyOf(more)).build();
  }

  private void checkSettings() {
    if (!taken().isEmpty() && !prefix().isEmpty()) {
      throw new IllegalArgumentException(
          "JoinWithin: withPrefix() names all fields of the right side, but take() and takeAs() say"
              + " which are taken and under what names. Leave out withPrefix(), or the others.");
    }
    if (deadLetters() != null && kind() != JoinKind.INNER) {
      throw new IllegalArgumentException(
          "JoinWithin: a left record without a partner comes out or is a dead letter, but with "
              + (kind() == JoinKind.LEFT ? "left()" : "full()")
              + " it comes out. Leave out that, or withDeadLetters().");
    }
  }
}
