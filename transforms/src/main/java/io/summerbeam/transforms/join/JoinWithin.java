package io.summerbeam.transforms.join;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.join.Candidate.CandidateCoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
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
 *         .left()
 *         .withPrefix("payment_"))
 * }</pre>
 *
 * <p><b>Pairs.</b> A left and a right record of one key are a pair if the right one's time is in
 * {@code [left - before, left + after]}, both ends included. Each pair comes out once. {@link
 * #inner}, the default, gives pairs only; {@link #left} also each left record without a partner;
 * {@link #full} also each right one. A key that has a null in it equals none, as in SQL.
 *
 * <p><b>Schemas.</b> Out come the fields of the left side, then those of the right, under a {@link
 * #withPrefix} or in one row ({@link #asRow}); the fields of a side that may be missing are
 * nullable. Names on both sides are refused. The provenance is the left record's; of a right one
 * without a partner its own, where both sides have one. Key fields are of equal types on both
 * sides, and not of floating point, decimal, bytes, array, map or row.
 *
 * <p><b>Windows and timestamps.</b> Both inputs, bounded or not, are in the global window, and so
 * is what comes out, with the trigger of the left side: near records would be torn apart by
 * windows, so apply it before windowing. A pair has the later time of its two; a record without a
 * partner has its own.
 *
 * <p><b>When they leave.</b> A pair when the watermark (that of the slower input) has passed its
 * time. A record without a partner when the watermark is so far past it that no partner can come:
 * for a left one {@code after}, for a right one {@code before}, plus {@link #withAllowedLateness};
 * with its own time, so the watermark of the output stays so far behind. Nothing leaves behind the
 * watermark but what came so.
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
 * <p><b>Ordering, delivery.</b> No order. State and output are committed together by the runner.
 * Nothing can fail on a record, so there are no dead letters.
 *
 * <p><b>Counts.</b> {@code records_in} (of both sides), {@code records_out} (pairs, and records
 * without a partner), {@code records_matched}, {@code records_unmatched} (put out without a
 * partner), {@code records_dropped} (of a side whose records without a partner do not come out). At
 * the end of the input the last three sum up to the first.
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

  /** The default name of the step in counters. */
  public static final String STEP = "JoinWithin";

  /** The count of records that had a partner. */
  static final String MATCHED = "records_matched";

  /** The count of records that came out without a partner. */
  static final String UNMATCHED = "records_unmatched";

  static final TupleTag<KV<Row, Candidate>> KEYED = new TupleTag<>("keyed") {};
  static final TupleTag<Row> OUT = new TupleTag<>("out") {};

  private static final TupleTag<Row> RIGHT = new TupleTag<>("right") {};

  /**
   * Joins with the records of {@code right}. {@link #on} and {@link #within} must follow.
   *
   * @return a transform that is not complete yet
   */
  public static JoinWithin with(PCollection<Row> right) {
    return new AutoValue_JoinWithin.Builder()
        .setRight(right)
        .setOn(Map.of())
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
    if (on().containsKey(field) || on().containsValue(rightField)) {
      throw new IllegalArgumentException(
          "on() must name each field of a side once, but '"
              + (on().containsKey(field) ? field : rightField)
              + "' comes twice.");
    }
    Map<String, String> more = new LinkedHashMap<>(on());
    more.put(field, rightField);
    return toBuilder().setOn(more).build();
  }

  /** The same field on both sides. */
  public JoinWithin on(String field) {
    return on(field, field);
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

  /** Only pairs come out. The default. */
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
   * What the names of the right side's fields begin with. Default: nothing. Refused with {@link
   * #asRow}.
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
   * The right record is one field that is a row. Default: its fields are fields of their own.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public JoinWithin asRow(String newField) {
    if (newField.isEmpty()) {
      throw new IllegalArgumentException("asRow() must not be empty.");
    }
    return toBuilder().setNestedAs(newField).build();
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
   * The name of the step in counters. Default: {@value #STEP}.
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

  /** From left to right field. */
  abstract Map<String, String> on();

  abstract @Nullable Duration before();

  abstract @Nullable Duration after();

  abstract JoinKind kind();

  abstract String prefix();

  abstract @Nullable String nestedAs();

  abstract @Nullable Duration allowedLateness();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setRight(PCollection<Row> right);

    abstract Builder setOn(Map<String, String> on);

    abstract Builder setBefore(@Nullable Duration before);

    abstract Builder setAfter(@Nullable Duration after);

    abstract Builder setKind(JoinKind kind);

    abstract Builder setPrefix(String prefix);

    abstract Builder setNestedAs(@Nullable String name);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

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
    if (on().isEmpty() || before == null || after == null) {
      throw new IllegalArgumentException(
          "JoinWithin: say what is equal and how near in time: on(field, rightField) and"
              + " within(before, after).");
    }
    if (nestedAs() != null && !prefix().isEmpty()) {
      throw new IllegalArgumentException(
          "JoinWithin: fields in a row need no prefix. Leave out withPrefix(), or asRow().");
    }
    requireSide(left, "left");
    requireSide(right(), "right");
    Schema schema = left.getSchema();
    Schema rightSchema = right().getSchema();
    int[] keys =
        on().keySet().stream()
            .mapToInt(field -> Fields.indexOf(field, schema, "JoinWithin.on()"))
            .toArray();
    int[] rightKeys =
        on().values().stream()
            .mapToInt(field -> Fields.indexOf(field, rightSchema, "JoinWithin.on(), right side"))
            .toArray();
    Schema keySchema = keySchema(schema, keys, rightSchema, rightKeys);
    JoinedRows joined = new JoinedRows(schema, rightSchema, kind(), prefix(), nestedAs());
    CandidateCoder candidates = new CandidateCoder(left.getCoder(), right().getCoder());
    Coder<KV<Row, Candidate>> coder = KvCoder.of(RowCoder.of(keySchema), candidates);

    PCollectionTuple keyedLeft = keyed(left, true, keySchema, keys, joined);
    PCollectionTuple keyedRight = keyed(right(), false, keySchema, rightKeys, joined);
    JoinTimes times = new JoinTimes(before.toMillis(), after.toMillis(), lateness(left));
    WindowingStrategy<?, ?> windowing = left.getWindowingStrategy();
    PCollection<Row> met =
        PCollectionList.of(once(keyedLeft, "WindowLeft", coder))
            .and(once(keyedRight, "WindowRight", coder))
            .apply("Together", Flatten.pCollections())
            .apply(
                "Meet", ParDo.of(new JoinWithinFn(stepName(), times, kind(), joined, candidates)));
    return PCollectionList.of(finish(met, windowing, joined))
        .and(finish(keyedLeft.get(OUT), windowing, joined))
        .and(finish(keyedRight.get(OUT), windowing, joined))
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
                    "on",
                    on().entrySet().stream()
                        .map(pair -> pair.getKey() + " = right." + pair.getValue())
                        .collect(Collectors.joining(", ")))
                .withLabel("Key"))
        .add(DisplayData.item("before", String.valueOf(before())).withLabel("Before"))
        .add(DisplayData.item("after", String.valueOf(after())).withLabel("After"))
        .add(DisplayData.item("kind", kind().name()).withLabel("Kind"));
  }

  private PCollectionTuple keyed(
      PCollection<Row> side, boolean isLeft, Schema keySchema, int[] keys, JoinedRows joined) {
    return side.apply(
        isLeft ? "KeyLeft" : "KeyRight",
        ParDo.of(new KeySideFn(stepName(), isLeft, keySchema, keys, kind().keeps(isLeft), joined))
            .withOutputTags(KEYED, TupleTagList.of(OUT)));
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

  private static PCollection<Row> finish(
      PCollection<Row> rows, WindowingStrategy<?, ?> windowing, JoinedRows joined) {
    return rows.setWindowingStrategyInternal(windowing).setRowSchema(joined.schema());
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

  /** One schema for the keys of both sides: equal keys must be equal as bytes. */
  private static Schema keySchema(Schema left, int[] keys, Schema right, int[] rightKeys) {
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < keys.length; i++) {
      Field field = left.getField(keys[i]);
      Field rightField = right.getField(rightKeys[i]);
      FieldType type = field.getType().withNullable(false);
      if (!type.equals(rightField.getType().withNullable(false))) {
        throw new IllegalArgumentException(
            "JoinWithin.on(): '"
                + field.getName()
                + "' and the right side's '"
                + rightField.getName()
                + "' must be of one type, but '"
                + field.getName()
                + "' is "
                + field.getType().getTypeName()
                + " and the right side's is "
                + rightField.getType().getTypeName()
                + ". Convert it before.");
      }
      KeyTypes.requireScalar(type, field.getName(), "JoinWithin.on()");
      schema.addField("k" + i, type);
    }
    return schema.build();
  }
}
