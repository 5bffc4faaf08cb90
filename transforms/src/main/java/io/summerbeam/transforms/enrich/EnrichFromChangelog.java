package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.transforms.enrich.Arrival.ArrivalCoder;
import io.summerbeam.transforms.enrich.TableVersion.TableVersionCoder;
import io.summerbeam.transforms.enrich.WaitingRecord.WaitingRecordCoder;
import io.summerbeam.transforms.pairing.KeyReader;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
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
 * Adds fields of a table to each record as the table was at the record's own event time. The table
 * is the stream of its changes.
 *
 * <pre>{@code
 * orders.apply(
 *     Enrich.fromChangelog(priceChanges)
 *         .on("sku")
 *         .take("price")
 *         .withDeletes("deleted")
 *         .withHistory(Duration.ofHours(1))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>The table.</b> A change says what the table has for its key from the change's event time
 * on: its row, or nothing where it is a delete ({@link #withDeletes}, {@link #withDeleteWhen}). A
 * record meets the newest change whose time is its own or before. The order in which changes come
 * does not matter, nor the order in which the runner brings the two inputs together. Of changes of
 * one time the one with the greater {@link #withVersion} is the newer; where that does not tell, an
 * upsert is newer than a delete, and of two upserts the one whose taken fields are the greater when
 * encoded: arbitrary, but the same in each run. A change whose key has a null in it is for no
 * record; it is counted.
 *
 * <p><b>Schemas.</b> Out comes the input's schema with the taken fields at its end, of the table's
 * types, nullable where they are there or where misses are kept. Key fields are as in {@link
 * EnrichFromTable}. The provenance of changes is not taken.
 *
 * <p><b>When a record leaves.</b> When the watermark (that of the slower input) has passed its time
 * plus {@link #withWait}; changes that come until then are met. With its own timestamp, which holds
 * the watermark of the output, and in its own window; its pane is not kept. Any windows will do, on
 * both sides; those of the changes mean nothing.
 *
 * <p><b>Misses.</b> A record whose key is not in the table at its time, or has a null in it, is a
 * dead letter {@code lookup_miss}; without {@link #withDeadLetters} the failure is thrown. {@link
 * #withOnMiss} chooses otherwise; nothing is a dead letter then, and a handler is refused.
 *
 * <p><b>Late.</b> No record is dropped for being late. One that comes when the watermark has passed
 * it leaves at once, and meets its version if it is not farther than {@link #withWait} plus {@link
 * #withHistory} behind the watermark; else that version may be forgotten. Then it misses; it never
 * meets one of another time than its own, with one exception: where a key is not in the table any
 * more that is forgotten, too, with all before it, and a change from before it that comes later
 * still is taken for the newest. That needs a change that is farther than {@link #withWait} plus
 * {@link #withHistory} behind the watermark; none is refused for that, as it may be the first of
 * its key. A late change is met by the records that are decided after it came; those that have left
 * are not changed.
 *
 * <p><b>State and its lifetime.</b> For each key the fields that are taken of its newest change and
 * of those that the watermark passed less than {@link #withWait} plus {@link #withHistory} ago (up
 * to half as long again: they are collected in batches), and the records that wait. The newest
 * stays, as a row of a table does, until a delete or {@link #withTtl}. One event-time timer a key.
 * A batch job decides at its end, and holds the records of the key at hand until then.
 *
 * <p><b>Ordering, delivery.</b> Records of a key that are decided together leave in the order of
 * their times; else no order. State and output are committed together by the runner.
 *
 * <p><b>Counts.</b> {@code records_in, records_out, records_dropped, records_dead.lookup_miss,
 * lookup_misses} (kept), {@code changes_in, changes_without_key}. <b>Cost.</b> One shuffle of
 * records and of the changes' taken fields; each is appended to the state, and read each time the
 * timer of its key fires while it is there: see {@link #withWait}.
 *
 * <p><b>Runners.</b> Direct, Flink, Spark batch, Dataflow; not Spark streaming, which has no
 * event-time timers: there, {@link #inWindows} does the same by a GroupByKey, for tables with a
 * {@link #withTtl}. On Flink with checkpoints {@code --finishBundleBeforeCheckpointing=true} is
 * needed (the Flink profile sets it).
 */
@AutoValue
public abstract class EnrichFromChangelog extends PTransform<PCollection<Row>, PCollection<Row>>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Enrich";

  /** How many windows a change may be valid in, with {@link #inWindows}. */
  public static final int MAX_WINDOWS = 1000;

  private static final String WHERE = "Enrich.fromChangelog()";

  private static final Set<TypeName> VERSION_TYPES =
      EnumSet.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64, TypeName.DATETIME);

  static final TupleTag<KV<Row, Arrival>> KEYED = new TupleTag<>("keyed") {};
  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final TupleTag<Row> CHANGES = new TupleTag<>("changes") {};

  static EnrichFromChangelog of(PCollection<Row> changes) {
    return new AutoValue_EnrichFromChangelog.Builder()
        .setChanges(changes)
        .setEnrichment(Enrichment.of(WHERE))
        .setWaiting(Duration.ZERO)
        .setStepName(STEP)
        .build();
  }

  /**
   * The record's field {@code field} is looked up in the table's field {@code tableField}. Called
   * several times, all of them make the key.
   *
   * @throws IllegalArgumentException if one of the fields is part of the key already
   */
  public EnrichFromChangelog on(String field, String tableField) {
    return with(enrichment().on(field, tableField));
  }

  /** The same field on both sides. */
  public EnrichFromChangelog on(String field) {
    return on(field, field);
  }

  /**
   * A value computed from the record is looked up in the table's field {@code tableField}; as in
   * {@link EnrichFromTable#onExpression}.
   *
   * @param expression in CEL, as in {@link Expression}
   * @throws IllegalArgumentException if the table's field is part of the key already
   */
  public EnrichFromChangelog onExpression(String expression, String tableField) {
    return with(enrichment().onExpression(expression, tableField));
  }

  /**
   * Takes the table's field {@code tableField} as the record's new field {@code newField}.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromChangelog take(String tableField, String newField) {
    return with(enrichment().take(tableField, newField));
  }

  /** Takes a field of the table under its own name. */
  public EnrichFromChangelog take(String tableField) {
    return take(tableField, tableField);
  }

  /**
   * Takes fields of the table, all of them where none is named, as one new field that is a row.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromChangelog takeAs(String newField, String... tableFields) {
    return with(enrichment().takeAs(newField, tableFields));
  }

  /**
   * A change whose field {@code field} is true deletes its key; one where it is false or null does
   * not. Default: no change is a delete.
   */
  public EnrichFromChangelog withDeletes(String field) {
    return toBuilder().setDeleteField(field).build();
  }

  /**
   * A change that satisfies a condition deletes its key: {@code withDeleteWhen("op == 'd'")}.
   * Default: no change is a delete.
   *
   * @param condition in CEL, as in {@link Expression}, on the fields of the changes
   * @throws IllegalArgumentException if it is blank
   */
  public EnrichFromChangelog withDeleteWhen(String condition) {
    return toBuilder().setDeleteWhen(Expression.of(condition)).build();
  }

  /**
   * Of changes of one key and time the one with the greater value in this field is the newer: a
   * number that grows, a log position. Null is less than all others. Default: as the class comment
   * says.
   */
  public EnrichFromChangelog withVersion(String field) {
    return toBuilder().setVersionField(field).build();
  }

  /**
   * How much farther behind the watermark than {@link #withWait} a record may be and still meet the
   * version of its time, and a change may be and not bring back what was deleted after it. Default:
   * the longer allowed lateness of the two inputs' windowings. Beam's own is none: where keys are
   * deleted and changes come late, say how late.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public EnrichFromChangelog withHistory(Duration history) {
    return toBuilder().setHistory(Durations.requireMillis("withHistory()", history)).build();
  }

  /**
   * How long after its time a change is valid, if there is no newer one: a record so much later, or
   * more, misses. Default: for ever.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link Durations#MAX}
   */
  public EnrichFromChangelog withTtl(Duration ttl) {
    return toBuilder().setTtl(Durations.requirePositive("withTtl()", ttl)).build();
  }

  /**
   * How far the watermark must be past a record before it is decided, so that changes that come so
   * late are met. It is as long that the record, and the watermark of the output, stay behind.
   * Default: none; the record waits until the watermark is past its own time.
   *
   * <p>Each time the watermark makes a record due, all records of its key that wait are read, and
   * those that are not due are written again: a long wait is expensive where many records of one
   * key come in it.
   *
   * @throws IllegalArgumentException if it is negative, no whole number of milliseconds, or longer
   *     than {@link Durations#MAX}
   */
  public EnrichFromChangelog withWait(Duration wait) {
    return toBuilder().setWaiting(Durations.requireMillis("withWait()", wait)).build();
  }

  /**
   * Without timers and state, for Spark streaming: records and changes are grouped by key in
   * windows of this length, and a change is sent into each of the windows that have records it is
   * valid for; {@link #withTtl}, which is needed, says how long that is. What comes out for records
   * and changes that are not late is exactly the same. What differs:
   *
   * <ul>
   *   <li>a record leaves when the watermark has passed the end of its window plus {@link
   *       #withWait};
   *   <li>a record or change that comes later than that is dropped by the runner, which counts it
   *       ({@code DroppedDueToLateness}) and tells nobody else; {@link #withHistory} is refused;
   *   <li>a change is shuffled and kept {@code ttl / size + 1} times, {@value #MAX_WINDOWS} at
   *       most; a key's records and changes of a window are held in memory together.
   * </ul>
   *
   * <p>The shorter the windows, the earlier records leave and the more copies there are.
   *
   * @throws IllegalArgumentException if it is not positive, no whole number of milliseconds, or
   *     longer than {@link Durations#MAX}
   */
  public EnrichFromChangelog inWindows(Duration size) {
    return toBuilder().setWindows(Durations.requirePositive("inWindows()", size)).build();
  }

  /** What becomes of a record that misses. Default: {@link OnMiss#FAIL}. */
  public EnrichFromChangelog withOnMiss(OnMiss onMiss) {
    return with(enrichment().withOnMiss(onMiss));
  }

  /**
   * Records that miss go to this handler. Default: the failure is thrown. Refused where {@link
   * #withOnMiss} says that a miss is no failure.
   */
  public EnrichFromChangelog withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public EnrichFromChangelog withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract PCollection<Row> changes();

  abstract Enrichment enrichment();

  abstract @Nullable String deleteField();

  abstract @Nullable Expression deleteWhen();

  abstract @Nullable String versionField();

  abstract @Nullable Duration history();

  abstract @Nullable Duration ttl();

  abstract Duration waiting();

  abstract @Nullable Duration windows();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setChanges(PCollection<Row> changes);

    abstract Builder setEnrichment(Enrichment enrichment);

    abstract Builder setDeleteField(@Nullable String field);

    abstract Builder setDeleteWhen(@Nullable Expression condition);

    abstract Builder setVersionField(@Nullable String field);

    abstract Builder setHistory(@Nullable Duration history);

    abstract Builder setTtl(@Nullable Duration ttl);

    abstract Builder setWaiting(Duration waiting);

    abstract Builder setWindows(@Nullable Duration size);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract EnrichFromChangelog build();
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return Map.of(CHANGES, changes());
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    checkSettings(input);
    Schema schema = input.getSchema();
    Schema table = changes().getSchema();
    Schema outputSchema = enrichment().outputSchema(schema, table);
    Schema keySchema = enrichment().keySchema(table);
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    ChangeReader reader = changeReader(table, enrichment().appender(schema, table).takenIndexes());
    ArrivalCoder arrivals =
        new ArrivalCoder(
            new WaitingRecordCoder(input.getCoder(), windowing.getWindowFn().windowCoder()),
            new TableVersionCoder(RowCoder.of(reader.takenSchema())));
    Coder<KV<Row, Arrival>> coder = KvCoder.of(RowCoder.of(keySchema), arrivals);

    PCollectionTuple keyed =
        input.apply(
            "KeyRecords",
            ParDo.of(new KeyRecordsFn(enrichment().keyReader(schema, keySchema), meeting(input)))
                .withOutputTags(KEYED, TupleTagList.of(OUT).and(DEAD)));
    PCollection<KV<Row, Arrival>> records = keyed.get(KEYED).setCoder(coder);
    PCollection<KV<Row, Arrival>> versions =
        changes()
            .apply(
                "KeyChanges",
                ParDo.of(new KeyChangesFn(stepName(), tableKeys(table, keySchema), reader)))
            .setCoder(coder);
    Duration size = windows();
    PCollectionTuple met =
        size == null
            ? inState(records, versions, input, arrivals)
            : inWindows(records, versions, input, arrivals, size);
    return PCollectionList.of(finish(keyed, windowing, outputSchema))
        .and(finish(met, windowing, outputSchema))
        .apply("Out", Flatten.pCollections())
        .setRowSchema(outputSchema);
  }

  @Override
  public String alternative() {
    return "Say withTtl() and inWindows(), which needs no timers; or, where the time of the record"
        + " does not matter, take Enrich.fromSnapshot().";
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    enrichment().populateDisplayData(builder);
    describe(builder, "deletes", deleteField(), "Field that is true for deletes");
    describe(builder, "deleteWhen", deleteWhen(), "Condition of deletes");
    describe(builder, "version", versionField(), "Version field");
    describe(builder, "history", history(), "History");
    describe(builder, "ttl", ttl(), "Time to live");
    describe(builder, "wait", waiting(), "Wait");
    describe(builder, "windows", windows(), "In windows of");
  }

  private PCollectionTuple inState(
      PCollection<KV<Row, Arrival>> records,
      PCollection<KV<Row, Arrival>> versions,
      PCollection<Row> input,
      ArrivalCoder arrivals) {
    return together(records, versions, new GlobalWindows())
        .apply(
            "Meet",
            ParDo.of(new MeetInStateFn(times(input), meeting(input), arrivals))
                .withOutputTags(OUT, TupleTagList.of(DEAD)));
  }

  private PCollectionTuple inWindows(
      PCollection<KV<Row, Arrival>> records,
      PCollection<KV<Row, Arrival>> versions,
      PCollection<Row> input,
      ArrivalCoder arrivals,
      Duration size) {
    ChangelogTimes times = times(input);
    ChangelogWindows windows = new ChangelogWindows(size.toMillis(), times.waiting());
    PCollection<KV<Row, Arrival>> spread =
        versions
            .apply("SpreadChanges", ParDo.of(new SpreadChangesFn(windows, times.ttl())))
            .setCoder(versions.getCoder());
    return together(records, spread, windows)
        .apply("Group", GroupByKey.create())
        .apply(
            "Meet",
            ParDo.of(new MeetInWindowFn(times, meeting(input), arrivals.versions().taken()))
                .withOutputTags(OUT, TupleTagList.of(DEAD)));
  }

  private static PCollection<KV<Row, Arrival>> together(
      PCollection<KV<Row, Arrival>> records,
      PCollection<KV<Row, Arrival>> versions,
      WindowFn<Object, ?> windows) {
    return PCollectionList.of(records.apply("WindowRecords", once(windows)))
        .and(versions.apply("WindowChanges", once(windows)))
        .apply("Together", Flatten.pCollections());
  }

  private static Window<KV<Row, Arrival>> once(WindowFn<Object, ?> windows) {
    return Window.<KV<Row, Arrival>>into(windows)
        .triggering(DefaultTrigger.of())
        // Records leave with their own times: a group holds the watermark at its first.
        .withTimestampCombiner(TimestampCombiner.EARLIEST)
        .withAllowedLateness(org.joda.time.Duration.ZERO)
        .discardingFiredPanes();
  }

  /** The records that came out, in the windows that they came in; dead letters to the handler. */
  private PCollection<Row> finish(
      PCollectionTuple outputs, WindowingStrategy<?, ?> windowing, Schema outputSchema) {
    DeadLetters dead = deadLetters();
    PCollection<DeadLetter> letters =
        outputs.get(DEAD).setWindowingStrategyInternal(windowing).setCoder(DeadLetter.coder());
    if (dead != null) {
      dead.addErrorCollection(letters);
    }
    return outputs.get(OUT).setWindowingStrategyInternal(windowing).setRowSchema(outputSchema);
  }

  private Meeting meeting(PCollection<Row> input) {
    DeadLetters dead = deadLetters();
    DeadLetterFactory factory = dead == null ? null : dead.factory(stepName());
    return new Meeting(
        stepName(),
        enrichment().appender(input.getSchema(), changes().getSchema()),
        enrichment().onMiss(),
        enrichment().miss(),
        factory);
  }

  private ChangelogTimes times(PCollection<Row> input) {
    Duration history = history();
    Duration ttl = ttl();
    return new ChangelogTimes(
        waiting().toMillis(),
        history == null ? lateness(input) : history.toMillis(),
        ttl == null ? ChangelogTimes.FOREVER : ttl.toMillis());
  }

  private long lateness(PCollection<Row> input) {
    return Math.max(
        Durations.millisOf(input.getWindowingStrategy().getAllowedLateness()),
        Durations.millisOf(changes().getWindowingStrategy().getAllowedLateness()));
  }

  /** Reads the key of a change: the table's fields are looked up in themselves. */
  private static KeyReader tableKeys(Schema table, Schema keySchema) {
    Enrichment itself = Enrichment.of(WHERE);
    for (String field : keySchema.getFieldNames()) {
      itself = itself.on(field, field);
    }
    return itself.keyReader(table, keySchema);
  }

  private ChangeReader changeReader(Schema table, int[] taken) {
    // Under names of their own: a field may be taken twice.
    Schema.Builder takenSchema = Schema.builder();
    for (int i = 0; i < taken.length; i++) {
      takenSchema.addField("f" + i, table.getField(taken[i]).getType());
    }
    Expression condition = deleteWhen();
    BoundCondition deleteWhen =
        condition == null
            ? null
            : condition.bindCondition(table, "Enrich.fromChangelog().withDeleteWhen()");
    return new ChangeReader(
        takenSchema.build(), taken, deleteIndex(table), deleteWhen, versionIndex(table));
  }

  private int deleteIndex(Schema table) {
    String field = deleteField();
    if (field == null) {
      return -1;
    }
    int index = Fields.indexOf(field, table, "Enrich.fromChangelog().withDeletes()");
    TypeName type = table.getField(index).getType().getTypeName();
    if (type != TypeName.BOOLEAN) {
      throw new IllegalArgumentException(
          "Enrich.fromChangelog().withDeletes() must name a BOOLEAN field, but '"
              + field
              + "' is "
              + type
              + ". Say when a change is a delete: withDeleteWhen(condition).");
    }
    return index;
  }

  private int versionIndex(Schema table) {
    String field = versionField();
    if (field == null) {
      return -1;
    }
    int index = Fields.indexOf(field, table, "Enrich.fromChangelog().withVersion()");
    TypeName type = table.getField(index).getType().getTypeName();
    if (!VERSION_TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "Enrich.fromChangelog().withVersion() must name a field of whole numbers or DATETIME, but"
              + " '"
              + field
              + "' is "
              + type
              + ". Convert it before.");
    }
    return index;
  }

  EnrichFromChangelog with(Enrichment enrichment) {
    return toBuilder().setEnrichment(enrichment).build();
  }

  private static void describe(
      DisplayData.Builder builder, String key, @Nullable Object value, String label) {
    if (value != null) {
      builder.add(DisplayData.item(key, value.toString()).withLabel(label));
    }
  }

  private void checkSettings(PCollection<Row> input) {
    enrichment().requireSettings();
    if (deadLetters() != null && enrichment().onMiss() != OnMiss.FAIL) {
      throw new IllegalArgumentException(
          WHERE
              + ": a miss must be a failure to be a dead letter, but withOnMiss() is "
              + enrichment().onMiss()
              + ". Leave out withOnMiss(), or withDeadLetters().");
    }
    if (deleteField() != null && deleteWhen() != null) {
      throw new IllegalArgumentException(
          WHERE + ": say once what a delete is: withDeletes() or withDeleteWhen(), not both.");
    }
    enrichment().requireSchema(input);
    if (!changes().hasSchema()) {
      throw new IllegalArgumentException(
          WHERE
              + ": the changes have no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    checkWindows();
  }

  private void checkWindows() {
    Duration size = windows();
    Duration ttl = ttl();
    if (size == null) {
      return;
    }
    if (ttl == null) {
      throw new IllegalArgumentException(
          WHERE
              + ": inWindows() needs to know how long a change is valid, or it would be sent into"
              + " all windows for ever. Say withTtl().");
    }
    if (history() != null) {
      throw new IllegalArgumentException(
          WHERE
              + ": inWindows() keeps nothing of a window that is over. Leave out withHistory(); keep"
              + " windows open for longer with withWait().");
    }
    long copies = ttl.toMillis() / size.toMillis() + 1;
    if (copies > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          WHERE
              + ": withTtl() "
              + ttl
              + " lasts for "
              + copies
              + " windows of "
              + size
              + ", but a change is sent into "
              + MAX_WINDOWS
              + " at most. Make windows longer, or the time to live shorter.");
    }
  }
}
