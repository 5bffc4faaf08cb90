package io.summerbeam.transforms.aggregate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * One row for all records with the same key fields in the same window of event time.
 *
 * <pre>{@code
 * flights.apply(
 *     Aggregate.by("origin_state")
 *         .over(Windows.days(ZoneOffset.UTC))
 *         .count("flights")
 *         .mean("delay", "mean_delay")
 *         .countIf("delay >= 15", "delayed_15"))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out come the key fields as they are in the input, {@code window_start} and
 * {@code window_end} (DATETIME; the end is exclusive; not in the global window, which has neither),
 * then the functions in the order they were named, then {@code pane} if asked for:
 *
 * <table>
 * <caption>Functions</caption>
 * <tr><th>function</th><th>of</th><th>gives</th></tr>
 * <tr><td>{@link #count}</td><td>records</td><td>INT64</td></tr>
 * <tr><td>{@link #countIf}, {@link #ratio}, {@link #any}, {@link #all}</td>
 *     <td>records for which an expression is true</td><td>INT64, DOUBLE, BOOLEAN, BOOLEAN</td></tr>
 * <tr><td>{@link #countDistinct(String, String) countDistinct}</td>
 *     <td>fields of any type with one form for equal values, and numbers</td>
 *     <td>INT64; exact up to {@value #EXACT_DISTINCT}, then with a standard error of 0.9%</td></tr>
 * <tr><td>{@link #sum}</td><td>whole numbers; floating point; decimals</td>
 *     <td>INT64, and an error where it does not fit; DOUBLE, compensated; DECIMAL, exact</td></tr>
 * <tr><td>{@link #mean}</td><td>whole numbers; floating point; decimals</td>
 *     <td>DOUBLE, one division of the exact sum; DOUBLE, compensated; DECIMAL of 34 digits</td></tr>
 * <tr><td>{@link #ratioOfSums}</td><td>two fields with numbers</td>
 *     <td>DOUBLE; DECIMAL of 34 digits where one is a decimal and none floating point</td></tr>
 * <tr><td>{@link #min}, {@link #max}</td><td>numbers, text, times, booleans</td>
 *     <td>the type of the field; NaN is above all numbers, text is ordered by UTF-16</td></tr>
 * <tr><td>{@link #variance}, {@link #stddev}, {@link #populationVariance},
 *     {@link #populationStddev}</td><td>whole numbers; floating point; decimals</td>
 *     <td>DOUBLE, of the exact sums; DOUBLE, of sums with twice the digits; DECIMAL of 34
 *     digits</td></tr>
 * <tr><td>{@link #quantile}, {@link #quantiles}</td><td>numbers</td>
 *     <td>DOUBLE, ARRAY of DOUBLE; exact for {@value #EXACT_QUANTILE_VALUES} different values, then
 *     mostly within 1%</td></tr>
 * <tr><td>{@link #first}, {@link #last}</td><td>any type but maps, by event time</td>
 *     <td>the type of the field</td></tr>
 * <tr><td>{@link #minBy}, {@link #maxBy}</td><td>any type but maps, by a field that has an
 *     order</td><td>the type of the field</td></tr>
 * <tr><td>{@link #top}, {@link #bottom}</td><td>numbers, text, times, booleans</td>
 *     <td>ARRAY of the type of the field</td></tr>
 * <tr><td>{@link #collect}</td><td>any type but maps</td>
 *     <td>ARRAY of the type of the field, by event time</td></tr>
 * <tr><td>{@link #mostFrequent}</td><td>numbers, text, times, booleans</td>
 *     <td>ARRAY of rows of {@value #VALUE} and {@value #COUNT}; exact for {@value
 *     #EXACT_FREQUENT_VALUES} different values, then within 0.1% of the records</td></tr>
 * <tr><td>{@link #combine}</td><td>what a CombineFn takes</td><td>what it gives</td></tr>
 * </table>
 *
 * <p><b>Null</b> is as in SQL: a key that is null is a group of its own; functions of a field pass
 * null over and give null where there was nothing else; {@code count} counts all records, and
 * {@code countDistinct} of nothing is 0.
 *
 * <p><b>Errors.</b> There are no dead letters but late records ({@link #withLateData}), because a
 * group cannot be right without one of its records. The job stops where a sum of whole numbers does
 * not fit into an INT64, where a decimal to be summed has a scale beyond ±{@value
 * #MAX_DECIMAL_SCALE} (1e999999999 is short, and a gigabyte when something is added to it), and
 * where a condition or a user's own function throws; {@code Validate} before it keeps such records
 * out.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input. {@link #over} cuts
 * event time into windows; without it the input's are used, which must have a start and an end, or
 * be the global one. The global window of an unbounded input must fire early. A result has the last
 * timestamp of its window, whenever it leaves (unless the input's windowing has another timestamp
 * combiner).
 *
 * <p><b>Firings.</b> What a sink is given for a group and window, by {@link #withFirings}. A window
 * in which a group has no records gives it nothing.
 *
 * <table>
 * <caption>What fires when</caption>
 * <tr><th>firing</th><th>when</th><th>accumulating</th><th>discarding</th></tr>
 * <tr><td>early</td><td>a processing time after the first record since the last firing, or when so
 *     many have come; any number of times</td>
 *     <td>the result of all records so far</td>
 *     <td>the result of those since the last firing</td></tr>
 * <tr><td>on time</td><td>when the watermark has passed the end; once</td>
 *     <td>the result of all records, also where it is the same as the last early one</td>
 *     <td>the result of those since the last firing; no row where there are none</td></tr>
 * <tr><td>late</td><td>for each late record, or a processing time after the first; until the
 *     allowed lateness is over</td>
 *     <td>the result of all records, corrected</td>
 *     <td>the result of the late ones alone</td></tr>
 * </table>
 *
 * <p>Accumulating, a row replaces the one before it: a sink upserts by keys and window, and with
 * {@link #withPane} keeps the one with the greatest {@code index}, as rows may overtake each other.
 * Discarding, rows are parts: counts and sums add up, means and the like do not. Where a late
 * record makes two sessions one, the new one starts with index 0, and the rows of the two that it
 * has swallowed stay in the sink. {@code is_final} is true for what fires as the window is closed:
 * on time where nothing late is allowed, else only late records that wait for {@code lateEvery}, or
 * a watermark that passes the end and the lateness at once. A record of a group that had none on
 * time fires late with index 0.
 *
 * <p>Firings that go by records are for bundles: those of a group that come in one bundle may fire
 * once. With firings that go by processing time, or on time, or late, a bundle's records are merged
 * before the shuffle; {@code earlyAfter} more than one record must count them, and so moves them
 * one by one, as sessions do. On Spark in streaming a window without allowed lateness may pass over
 * an early firing by processing time, where the micro-batch that it is due in is the one that moves
 * the watermark past the end: the result on time comes instead, and nothing is lost.
 *
 * <p><b>Lateness.</b> A record is late for a window whose end the watermark has passed, and is
 * dropped by the runner where it has passed the end by more than {@link #withAllowedLateness}
 * (unless {@link #withLateData} keeps it): to the millisecond, its last one being {@code
 * window_end} less one. In sessions that is judged by the record's own: its time and a gap after
 * it.
 *
 * <p><b>State and cost.</b> One shuffle, of counts and sums instead of records; a few bytes of
 * state for each group and open window, until its lateness is over: some 30 bytes for each
 * function; for {@code countDistinct} up to 8 KB, for quantiles up to some 20 KB, for {@code
 * mostFrequent} and lists as many values as they keep. In sliding windows ({@link Windows#sliding}
 * by {@link #over}) a bundle merges records once, for the parts that windows share, and not once
 * for each window. Where windows are kept in one state ({@code --windowsInState}, which the runner
 * profiles set where they can), so does the state: it has the parts, and a window is merged of them
 * when it fires; in batch each task then has a bucket of groups in memory ({@link
 * StateOptions#getWindowsInState}). Elsewhere how many windows a record is in counts behind the
 * bundle. {@link #withHotKeyFanout} makes it two shuffles, and firings by processing time up to
 * twice as late; it is not for sessions, nor for {@code earlyAfter} more than one record, and turns
 * {@code --windowsInState} off. Merging does not depend on order: equal input gives equal output,
 * of equal decimals the one with fewer digits, up to rounding in sums of floating-point numbers,
 * and in {@code mostFrequent} where it is not exact. Such a sum is infinite or NaN where a part of
 * it exceeds the range of a DOUBLE, and which parts there are depends on order.
 *
 * <p><b>Ordering, delivery.</b> No order, delivery as the runner's. <b>Counts.</b> {@code
 * records_in}, and {@code records_out} for results. <b>Runners.</b> All, with every kind of window
 * and firing. Flink and Spark fire once in batch, on time and with {@code is_final}, whatever was
 * set, as there is nothing to be early or late for. Spark in streaming looks for what is due once a
 * micro-batch, knows lateness by the watermark of the micro-batch before, and calls the first
 * result of a group and window on time where it is late. On Flink with checkpoints {@code
 * --finishBundleBeforeCheckpointing=true} is needed (the Flink profile sets it), or Flink's
 * watermark may overtake what a bundle has put out at its end.
 */
@AutoValue
public abstract class Aggregate extends Functions {

  private static final long serialVersionUID = 1;

  /** The default name of the step in counters. */
  public static final String STEP = "Aggregate";

  /** The output's field with the start of the window. */
  public static final String WINDOW_START = "window_start";

  /** The output's field with the end of the window, exclusive. */
  public static final String WINDOW_END = "window_end";

  /** The output's field with the firing, see {@link #withPane}. */
  public static final String PANE = "pane";

  /** The default of {@link #withClosedWindowsFor}. */
  public static final Duration CLOSED_WINDOWS_FOR = Duration.ofDays(1);

  /**
   * One row for each value of these fields and each window. At least one function must follow.
   *
   * @throws IllegalArgumentException if a field is named twice, or as a field of the window
   */
  public static Aggregate by(String field, String... others) {
    List<String> keys = new ArrayList<>(List.of(field));
    for (String other : others) {
      if (keys.contains(other)) {
        throw new IllegalArgumentException(
            "Aggregate.by() must name each field once, but '" + other + "' comes twice.");
      }
      keys.add(other);
    }
    for (String window : List.of(WINDOW_START, WINDOW_END)) {
      if (keys.contains(window)) {
        throw new IllegalArgumentException(
            "Aggregate.by(): a key must not have the name of a field of the window, but one is '"
                + window
                + "'. Rename it before.");
      }
    }
    return of(List.copyOf(keys));
  }

  /** One row for each window. At least one function must follow. */
  public static Aggregate globally() {
    return of(List.of());
  }

  private static Aggregate of(List<String> keys) {
    return new AutoValue_Aggregate.Builder()
        .setKeys(keys)
        .setMeasures(List.of())
        .setPane(false)
        .setStepName(STEP)
        .build();
  }

  /**
   * The windows; see {@link Windows}. Default: those of the input. What else the input's windowing
   * says stays as it is, unless {@link #withFirings} or {@link #withAllowedLateness} say otherwise.
   */
  public Aggregate over(WindowFn<Object, ? extends BoundedWindow> windows) {
    return toBuilder().setWindows(windows).build();
  }

  /**
   * When the result of a window leaves; see the table above. Default: as the input's windowing
   * says, which is {@link Firings#onTime} where nothing was said; with {@link
   * #withAllowedLateness}, on time and {@link Firings#lateEach}, accumulating.
   */
  public Aggregate withFirings(Firings firings) {
    return toBuilder().setFirings(firings).build();
  }

  /**
   * How long after its end, in event time, a window takes late records. Its state is kept until
   * then. Default: as the input's windowing says, which is not at all where nothing was said.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public Aggregate withAllowedLateness(Duration lateness) {
    return toBuilder()
        .setAllowedLateness(Durations.requireMillis("withAllowedLateness()", lateness))
        .build();
  }

  /**
   * Adds a last field {@value #PANE} that says which firing of its window a result is: {@code
   * timing} is {@code early}, {@code on_time} or {@code late}; {@code index} counts the firings of
   * a group and window, from 0; {@code is_final} is true where it is known that no other follows.
   * Default: no such field.
   *
   * @throws IllegalArgumentException if a key or function has that name
   */
  public Aggregate withPane() {
    if (keys().contains(PANE) || hasMeasure(PANE)) {
      throw new IllegalArgumentException(
          "Aggregate.withPane(): the output has a field '"
              + PANE
              + "' already. Name a key or function otherwise.");
    }
    return toBuilder().setPane(true).build();
  }

  /**
   * In how many parts each group is merged first, and the parts then: for keys with so many records
   * that one worker is not enough. It costs a second shuffle. Default: in one. Records of a bundle
   * are merged before any shuffle with or without it, so that few keys need it.
   *
   * @throws IllegalArgumentException if it is less than 2
   */
  public Aggregate withHotKeyFanout(int parts) {
    if (parts < 2) {
      throw new IllegalArgumentException(
          "withHotKeyFanout() must be at least 2 parts, but was: " + parts);
    }
    return toBuilder().setHotKeyFanout(parts).build();
  }

  /**
   * Records that come too late for their window become dead letters with the reason {@code late},
   * instead of vanishing. {@link #keepingLateData} puts them out, instead or as well.
   *
   * <p><b>What is late.</b> A runner drops the records of a window that the watermark has passed,
   * by the allowed lateness, before any code sees them. So this keeps the windows itself, in state
   * of the global window, which the input must be in; and its rule differs. A record is late for a
   * window that has been closed for its key: given its result, and taken late records as long as
   * the allowed lateness says. A key that has no record in a window yet is not late there, wherever
   * the watermark is: its result then leaves at once, and is itself behind the watermark, so that a
   * step after this that groups by window would drop it; a sink does not. How long closed windows
   * are remembered says {@link #withClosedWindowsFor}; a record of a window that would have been
   * closed and forgotten by now is late, its key seen or not. So no window of a key ever gives a
   * second result on time, and each record is, for each of its windows, in one result or late.
   *
   * <p>Where windows overlap, a record can be late for some and in time for others; it is one dead
   * letter then, which names the last of the windows it missed, and to replay it would count it
   * twice in the others. Sessions: late is a record that would have become part of a session that
   * was closed; so those of a key never overlap.
   *
   * <p><b>Firings.</b> On time and, with an allowed lateness (not with sessions), whenever late
   * records come.
   *
   * <p><b>Cost.</b> One shuffle of whole records, in batches, instead of counts and sums. The state
   * is in {@code --stateBuckets} runner keys ({@link StateOptions}), each with one timer: for each
   * open window of a key the key, the window and what was seen (some 30 bytes and the key); for
   * each key with closed windows that are remembered the key and where they begin and end, 4 to 20
   * bytes, which is one pair of times for windows in a row and one for each window that overlaps
   * others or is a session. Each time the watermark passes windows, all that is open in a bucket is
   * gone through.
   *
   * <p><b>Counts.</b> {@code records_late}, {@code records_dead.late}, and the distribution {@code
   * lateness_ms}. <b>Runners.</b> Direct, Flink, Spark batch, Dataflow; not Spark streaming, which
   * has no event-time timers: there, leave it out; the runner counts what it drops. Where a runner
   * does not tell a step the watermark (portable ones, Dataflow's second), the lateness is a lower
   * bound.
   */
  public Aggregate withLateData(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * For how long after a window was closed for a key this is remembered, in event time, with {@link
   * #withLateData} or {@link #keepingLateData}. At zero nothing is remembered and what is late is
   * Beam's rule: what is behind the watermark by more than the allowed lateness, whether its key
   * was seen or not. Default: a day.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public Aggregate withClosedWindowsFor(Duration memory) {
    return toBuilder()
        .setClosedWindowsFor(Durations.requireMillis("withClosedWindowsFor()", memory))
        .build();
  }

  /**
   * As {@link #withLateData}, but what is late is a second output; after {@link #withLateData} it
   * is both.
   */
  public SplitLateData keepingLateData() {
    return new SplitLateData(this);
  }

  /**
   * The name of the step in counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Aggregate withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract List<String> keys();

  abstract @Nullable WindowFn<Object, ? extends BoundedWindow> windows();

  abstract @Nullable Firings firings();

  abstract @Nullable Duration allowedLateness();

  abstract boolean pane();

  abstract @Nullable Integer hotKeyFanout();

  abstract List<Measure> measures();

  abstract @Nullable DeadLetters deadLetters();

  abstract @Nullable Duration closedWindowsFor();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setKeys(List<String> keys);

    abstract Builder setWindows(@Nullable WindowFn<Object, ? extends BoundedWindow> windows);

    abstract Builder setFirings(@Nullable Firings firings);

    abstract Builder setAllowedLateness(@Nullable Duration lateness);

    abstract Builder setPane(boolean pane);

    abstract Builder setHotKeyFanout(@Nullable Integer parts);

    abstract Builder setMeasures(List<Measure> measures);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setClosedWindowsFor(@Nullable Duration memory);

    abstract Builder setStepName(String stepName);

    abstract Aggregate build();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    if (deadLetters() != null) {
      return input
          .apply("GroupsWithLateData", groupsWithLateData(input, false))
          .get(GroupsWithLateData.RESULTS);
    }
    if (closedWindowsFor() != null) {
      throw new IllegalArgumentException(
          "Aggregate: withClosedWindowsFor() is for late data that is kept. Say withLateData() or"
              + " keepingLateData(), or leave it out.");
    }
    requireSettings(input);
    Windowing windowing = windowing();
    int[] keyIndexes = keyIndexes(input.getSchema());
    Schema keySchema = keySchema(input.getSchema(), keyIndexes);
    List<Measure.Bound> bound = bound(input, keySchema);
    boolean isGlobal = Windowing.isGlobal(windowing.of(input));
    return input.apply(
        "Groups",
        new Groups(
            stepName(),
            keySchema,
            keyIndexes,
            bound,
            results(keySchema, isGlobal, bound),
            windowing,
            hotKeyFanout()));
  }

  /** The results, and what is late for them. */
  PCollectionTuple split(PCollection<Row> input) {
    return input.apply("GroupsWithLateData", groupsWithLateData(input, true));
  }

  private GroupsWithLateData groupsWithLateData(PCollection<Row> input, boolean kept) {
    requireSettings(input);
    WindowFn<Object, ? extends BoundedWindow> windows = windows();
    if (windows == null || windows instanceof GlobalWindows) {
      throw new IllegalArgumentException(
          "Aggregate: where late data is kept there must be windows that end, but there are none."
              + " Say over(Windows.fixed(...)) or over(Windows.days(...)).");
    }
    if (hotKeyFanout() != null) {
      throw new IllegalArgumentException(
          "Aggregate: where late data is kept each record goes to the state of its group, so there"
              + " is no withHotKeyFanout(), but it was: "
              + hotKeyFanout()
              + ". Leave it out.");
    }
    GroupsWithLateData.requireGlobalWindow(input);
    int[] keyIndexes = keyIndexes(input.getSchema());
    Schema keySchema = keySchema(input.getSchema(), keyIndexes);
    List<Measure.Bound> bound = bound(input, keySchema);
    Duration memory = closedWindowsFor();
    return new GroupsWithLateData(
        stepName(),
        keySchema,
        keyIndexes,
        bound,
        results(keySchema, false, bound),
        windowing().of(input),
        memory == null ? CLOSED_WINDOWS_FOR : memory,
        kept,
        deadLetters());
  }

  private void requireSettings(PCollection<Row> input) {
    if (measures().isEmpty()) {
      throw new IllegalArgumentException(
          "Aggregate: say what to compute: count(as), countIf(condition, as), sum(field, as), ...");
    }
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          "Aggregate: the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("by", String.join(", ", keys())).withLabel("Key fields"))
        .add(
            DisplayData.item(
                    "functions",
                    measures().stream().map(Measure::text).collect(Collectors.joining(", ")))
                .withLabel("Functions"));
    WindowFn<Object, ? extends BoundedWindow> windows = windows();
    if (windows != null) {
      builder.include("windows", windows);
    }
    Firings firings = firings();
    if (firings != null) {
      builder.add(DisplayData.item("firings", firings.toString()).withLabel("Firings"));
    }
    Duration lateness = allowedLateness();
    if (lateness != null) {
      builder.add(
          DisplayData.item("allowedLateness", lateness.toString()).withLabel("Allowed lateness"));
    }
    Duration memory = closedWindowsFor();
    if (memory != null) {
      builder.add(
          DisplayData.item("closedWindowsFor", memory.toString())
              .withLabel("Closed windows remembered for"));
    }
    builder
        .addIfNotDefault(
            DisplayData.item("lateDeadLetters", deadLetters() != null)
                .withLabel("Late records as dead letters"),
            false)
        .addIfNotDefault(DisplayData.item("pane", pane()).withLabel("With pane"), false)
        .addIfNotNull(
            DisplayData.item("hotKeyFanout", hotKeyFanout()).withLabel("Hot key fan-out"));
  }

  @Override
  Aggregate with(Measure measure) {
    checkName(measure);
    List<Measure> more = new ArrayList<>(measures());
    more.add(measure);
    return toBuilder().setMeasures(List.copyOf(more)).build();
  }

  private int[] keyIndexes(Schema schema) {
    int[] indexes = new int[keys().size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = Fields.indexOf(keys().get(i), schema, "Aggregate.by()");
      KeyTypes.requireOneForm(
          schema.getField(indexes[i]).getType(), keys().get(i), "Aggregate.by()");
    }
    return indexes;
  }

  private void checkName(Measure measure) {
    String name = measure.name();
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "Aggregate." + measure.text() + ": the name of the output's field must not be empty.");
    }
    if (keys().contains(name)
        || name.equals(WINDOW_START)
        || name.equals(WINDOW_END)
        || (pane() && name.equals(PANE))
        || hasMeasure(name)) {
      throw new IllegalArgumentException(
          "Aggregate."
              + measure.text()
              + ": the output has a field '"
              + name
              + "' already. Name each field of the output once.");
    }
  }

  private boolean hasMeasure(String name) {
    return measures().stream().anyMatch(measure -> measure.name().equals(name));
  }

  private Windowing windowing() {
    return new Windowing(windows(), firings(), allowedLateness());
  }

  private static Schema keySchema(Schema schema, int... keyIndexes) {
    return Schema.of(
        Arrays.stream(keyIndexes).mapToObj(schema::getField).toArray(Schema.Field[]::new));
  }

  private List<Measure.Bound> bound(PCollection<Row> input, Schema keys) {
    Schema schema = input.getSchema();
    CoderRegistry coders = input.getPipeline().getCoderRegistry();
    return measures().stream()
        .<Measure.Bound>map(measure -> KeyedMeasure.of(measure.bind(schema, coders), keys))
        .toList();
  }

  private Results results(Schema keys, boolean isGlobal, List<Measure.Bound> bound) {
    return new Results(outputSchema(keys, isGlobal, bound), bound, pane());
  }

  private Schema outputSchema(Schema keys, boolean isGlobal, List<Measure.Bound> bound) {
    Schema.Builder schema = Schema.builder().addFields(keys.getFields());
    if (!isGlobal) {
      schema.addDateTimeField(WINDOW_START).addDateTimeField(WINDOW_END);
    }
    for (int i = 0; i < bound.size(); i++) {
      schema.addField(measures().get(i).name(), bound.get(i).type());
    }
    if (pane()) {
      schema.addRowField(PANE, Panes.SCHEMA);
    }
    return schema.build();
  }
}
