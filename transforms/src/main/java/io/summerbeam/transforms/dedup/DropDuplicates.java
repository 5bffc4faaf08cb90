package io.summerbeam.transforms.dedup;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of equal records through and drops the others that are near it in event time.
 *
 * <pre>{@code
 * rows.apply(DropDuplicates.byAllFields().within(Duration.ofDays(1)))
 * }</pre>
 *
 * <p><b>Which records are duplicates.</b> Those with equal key fields and event times less than
 * {@link #within} apart from one that was let through. Null equals null, NaN equals NaN, 0.0 is not
 * -0.0; 1.5 and 1.50 are the same decimal. The provenance of a record is never part of the key.
 * Which of equal records is let through is not specified: the first to arrive, and that differs
 * between runs.
 *
 * <p><b>Schemas.</b> The output's is the input's. Key fields may be of any type but a map, whose
 * entries have no order to compare them by.
 *
 * <p><b>Input.</b> Bounded, in any windows but sessions (Beam keeps no state on windows that
 * merge); or unbounded, in the global window: in other windows a runner drops what comes too late
 * before a step sees it, and nothing is to be lost here. So apply it before windowing.
 *
 * <p><b>Windows and timestamps.</b> As they come in. Records of different windows are not compared.
 *
 * <p><b>State and its lifetime.</b> For each record let through, 24 bytes that stand for its key (a
 * cryptographic hash; equality is decided by it) and its event time, until the watermark is {@link
 * #within} plus {@link #withAllowedLateness} past it. It lives in {@code --stateBuckets} runner
 * keys ({@link StateOptions}), each with one timer that collects what has expired. A batch job
 * holds it to its end.
 *
 * <p><b>Late records</b> are let through like others. One that is more than the allowed lateness
 * behind the watermark may be let through although its duplicate was, because that is forgotten.
 *
 * <p><b>Ordering, delivery.</b> No order. The state and what was let through are committed together
 * by the runner: no record is lost where a worker dies between the two.
 *
 * <p><b>Counts.</b> {@code records_in}, {@code records_out}, {@code records_dropped} of the step
 * {@value #STEP}.
 *
 * <p><b>Runners.</b> Direct, Flink, Spark batch, Dataflow; not Spark streaming, which has no
 * event-time timers. On Flink with checkpoints {@code --finishBundleBeforeCheckpointing=true} is
 * needed (the Flink profile sets it), or Flink's watermark may overtake records. <b>Cost.</b> One
 * shuffle of the whole record, in batches of a bundle; one state access a record, now and then two.
 */
@AutoValue
public abstract class DropDuplicates extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** The default name of the step in counters. */
  public static final String STEP = "DropDuplicates";

  /** The longest {@link #within} and {@link #withAllowedLateness}: all the time that Beam knows. */
  public static final Duration MAX_DURATION =
      Duration.ofMillis(
          BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis()
              - BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());

  static final TupleTag<Row> FIRST = new TupleTag<>("first") {};
  static final TupleTag<Row> OTHERS = new TupleTag<>("others") {};

  /**
   * Records are equal if all their fields are. {@link #within} must follow.
   *
   * @return a transform that is not complete yet
   */
  public static DropDuplicates byAllFields() {
    return new AutoValue_DropDuplicates.Builder().setStepName(STEP).build();
  }

  /**
   * Records are equal if these fields are. {@link #within} must follow.
   *
   * @throws IllegalArgumentException if a field is named twice
   */
  public static DropDuplicates by(String field, String... others) {
    List<String> fields = new ArrayList<>();
    fields.add(field);
    for (String other : others) {
      if (fields.contains(other)) {
        throw new IllegalArgumentException(
            "DropDuplicates.by() must name each field once, but '" + other + "' comes twice.");
      }
      fields.add(other);
    }
    return new AutoValue_DropDuplicates.Builder()
        .setStepName(STEP)
        .setFields(List.copyOf(fields))
        .build();
  }

  /**
   * How near in event time equal records must be to be duplicates; at this distance they are not.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link #MAX_DURATION}
   */
  public DropDuplicates within(Duration duration) {
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          "within() must be at least a millisecond, but was: " + duration);
    }
    checkMillis("within()", duration);
    return toBuilder().setWithin(duration).build();
  }

  /**
   * How far behind the watermark a record may be and still be compared with those before it.
   * Default: the allowed lateness of the input's windowing.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link #MAX_DURATION}
   */
  public DropDuplicates withAllowedLateness(Duration lateness) {
    checkMillis("withAllowedLateness()", lateness);
    return toBuilder().setAllowedLateness(lateness).build();
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

  /** The same, but what would be dropped is a second output. Nothing is counted. */
  public SplitDuplicates keepingDuplicates() {
    return new SplitDuplicates(this);
  }

  abstract @Nullable List<String> fields();

  abstract @Nullable Duration within();

  abstract @Nullable Duration allowedLateness();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setFields(@Nullable List<String> fields);

    abstract Builder setWithin(@Nullable Duration within);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

    abstract Builder setStepName(String stepName);

    abstract DropDuplicates build();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    return split(input, false).get(FIRST);
  }

  /**
   * @param both whether the others are an output, too
   */
  PCollectionTuple split(PCollection<Row> input, boolean both) {
    Duration within = within();
    if (within == null) {
      throw new IllegalArgumentException(
          "DropDuplicates: say how near duplicates are in time: within(Duration.ofDays(1)).");
    }
    checkInput(input);
    Duration lateness = allowedLateness();
    long latenessMillis =
        lateness == null
            ? input.getWindowingStrategy().getAllowedLateness().getMillis()
            : lateness.toMillis();
    Schema schema = input.getSchema();
    int[] indexes = keyIndexes(schema);
    Schema keySchema =
        Schema.of(Arrays.stream(indexes).mapToObj(schema::getField).toArray(Schema.Field[]::new));
    int buckets = input.getPipeline().getOptions().as(StateOptions.class).getStateBuckets();
    if (buckets < 1) {
      throw new IllegalArgumentException("--stateBuckets must be positive, but was: " + buckets);
    }
    PCollectionTuple outputs =
        input
            .apply("Key", ParDo.of(new KeyFn(keySchema, indexes, buckets)))
            .setCoder(
                KvCoder.of(VarIntCoder.of(), ListCoder.of(new Keyed.KeyedCoder(input.getCoder()))))
            .apply(
                "Drop",
                ParDo.of(
                        new DropDuplicatesFn(
                            both ? null : stepName(), within.toMillis(), latenessMillis))
                    .withOutputTags(FIRST, both ? TupleTagList.of(OTHERS) : TupleTagList.empty()));
    outputs.get(FIRST).setRowSchema(schema);
    if (both) {
      outputs.get(OTHERS).setRowSchema(schema);
    }
    return outputs;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    List<String> fields = fields();
    builder
        .add(
            DisplayData.item("fields", fields == null ? "all" : String.join(", ", fields))
                .withLabel("Key fields"))
        .add(DisplayData.item("within", String.valueOf(within())).withLabel("Within"));
  }

  private static void checkInput(PCollection<Row> input) {
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          "DropDuplicates: the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    WindowFn<?, ?> windows = input.getWindowingStrategy().getWindowFn();
    if (!windows.isNonMerging()) {
      throw new IllegalArgumentException(
          "DropDuplicates: the input is in windows that merge (sessions), on which Beam keeps no"
              + " state. Apply it before windowing.");
    }
    if (input.isBounded() == IsBounded.UNBOUNDED && !(windows instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "DropDuplicates: an unbounded input must be in the global window, but is in "
              + windows.getClass().getSimpleName()
              + ", of which the runner drops late records. Apply it before windowing.");
    }
  }

  private static void checkMillis(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, but was: " + duration);
    }
    if (duration.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          what + " must be at most " + MAX_DURATION + ", but was: " + duration);
    }
    if (!duration.equals(Duration.ofMillis(duration.toMillis()))) {
      throw new IllegalArgumentException(
          what + " must be a whole number of milliseconds, but was: " + duration);
    }
  }

  private int[] keyIndexes(Schema schema) {
    List<String> given = fields();
    List<String> names = given == null ? Fields.namesOf(schema) : given;
    int[] indexes = new int[names.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = Fields.indexOf(names.get(i), schema, "DropDuplicates.by()");
      if (hasMap(schema.getField(indexes[i]).getType())) {
        throw new IllegalArgumentException(
            "DropDuplicates: the field '"
                + names.get(i)
                + "' is or contains a map, which cannot be compared. Name the fields that make a"
                + " record the same: DropDuplicates.by(...).");
      }
    }
    return indexes;
  }

  private static boolean hasMap(FieldType type) {
    return switch (type.getTypeName()) {
      case MAP -> true;
      case ARRAY, ITERABLE ->
          type.getCollectionElementType() != null && hasMap(type.getCollectionElementType());
      case ROW ->
          type.getRowSchema() != null
              && type.getRowSchema().getFields().stream().anyMatch(f -> hasMap(f.getType()));
      case LOGICAL_TYPE ->
          type.getLogicalType() != null && hasMap(type.getLogicalType().getBaseType());
      default -> false;
    };
  }
}
