package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import java.time.Duration;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields of a table that changes slowly to each record. Every worker holds a copy of the
 * table, which is made anew in the background while records go on.
 *
 * <pre>{@code
 * orders.apply(
 *     Enrich.fromSnapshot(new Products(), Duration.ofMinutes(5))
 *         .on("product", "id")
 *         .take("category")
 *         .takeAs("price", "amount", "currency")
 *         .withMaxStaleness(Duration.ofHours(1))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out comes the input's schema with the taken fields at its end, of the table's
 * types, nullable where they are there or where misses are kept. Key fields are of equal types on
 * both sides, and not of floating point, decimal, bytes, array, map or row, nor of logical types
 * made of numbers or bytes of that kind.
 *
 * <p><b>The copy.</b> It is loaded when the first record of a worker asks for it, and again when
 * the time given has passed since the last load ended, less up to a tenth by chance so that workers
 * do not ask all at once. The old copy serves until the new one is whole: only the first load is
 * waited for. A key that comes twice or is null is an error of that load, as is a row of another
 * schema.
 *
 * <p><b>A load that fails</b> leaves the old copy in use and is tried again, after a second first
 * and then twice as long each time, up to a minute or the refresh time, whichever is shorter, or
 * for as long as the loader says. By default an old copy serves for however long; {@link
 * #withMaxStaleness} and {@link #withOnStale} choose otherwise. Where the <i>first</i> load fails,
 * the failure is thrown whatever handler there is: at once where it would fail again, after {@link
 * #withLoadTimeout} where it may pass.
 *
 * <p><b>Consistency.</b> Each record sees some whole copy of the table, as it was at some time
 * since the last load began: the age is at most the refresh time and the duration of two loads,
 * unless loads fail, or no instance had the copy for a while ({@link #withKeepFor}): then it is
 * made anew when one has it again, which is waited for where it is older than {@link
 * #withMaxStaleness}. Two workers may see different copies, and so may two steps or two records of
 * a bundle. Where the runner tries a bundle again, its records may meet a newer copy than before. A
 * record does not meet the table as of its event time; {@code fromChangelog} is for that.
 *
 * <p><b>Misses.</b> A record whose key is not in the copy, or has a null in it, is a dead letter
 * {@code lookup_miss}; without {@link #withDeadLetters} the failure is thrown. {@link #withOnMiss}
 * chooses otherwise.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. <b>Ordering, state, delivery.</b> No order, no state, delivery as the runner's.
 *
 * <p><b>Counts.</b> {@code records_in, records_out, records_dropped, records_dead.lookup_miss,
 * records_dead.lookup_failed, lookup_misses} (kept), {@code snapshot_refreshes, snapshot_failures}
 * (loads; each once in a JVM, when a bundle ends) and the distribution {@code snapshot_age_seconds}
 * (once a bundle).
 *
 * <p><b>Memory.</b> One copy a JVM, however many instances and steps there are whose settings of
 * the table are equal: loader, key, taken fields in their order, refresh time, load timeout and
 * {@link #withKeepFor}. It holds the key and the taken fields only: of a row with a key of 8
 * characters and two taken texts of 10 and 8, about 220 bytes. While it is made anew there are two.
 * Threads: one daemon for each copy. Both go when the last instance is closed and {@link
 * #withKeepFor} has passed: Spark makes new instances for each micro-batch, and none may cost a
 * load.
 *
 * <p><b>Cost.</b> A look into a hash map and a copy of the row's values for each record; no
 * shuffle. For the other side, one reading of the whole table a worker and refresh time.
 *
 * <p><b>Runners.</b> All, also Spark streaming, where side inputs do not change while the pipeline
 * runs. It is a row-level step: {@link Steps#of} runs it with others in one DoFn.
 */
@AutoValue
public abstract class EnrichFromSnapshot extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Enrich";

  /** How long a load may take, by default. */
  public static final Duration LOAD_TIMEOUT = Duration.ofMinutes(5);

  /** How long a copy stays when no instance of a step has it, by default. */
  public static final Duration KEEP_FOR = Duration.ofMinutes(1);

  /** The distribution of how old the copy was when a bundle ended. */
  static final String AGE_SECONDS = "snapshot_age_seconds";

  // Times are compared in nanoseconds, of which a long holds those of 292 years.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  static EnrichFromSnapshot of(SnapshotLoader loader, Duration refreshEvery) {
    requirePositive("Enrich.fromSnapshot(): refreshEvery", refreshEvery);
    EqualCopies.require("Enrich.fromSnapshot()", "a loader", "loads the table once", loader);
    return new AutoValue_EnrichFromSnapshot.Builder()
        .setLoader(loader)
        .setRefreshEvery(refreshEvery)
        .setEnrichment(Enrichment.of("Enrich.fromSnapshot()"))
        .setLoadTimeout(LOAD_TIMEOUT)
        .setKeepFor(KEEP_FOR)
        .setStepName(STEP)
        .build();
  }

  /**
   * The record's field {@code field} is looked up in the table's field {@code tableField}. Called
   * several times, all of them make the key.
   *
   * @throws IllegalArgumentException if one of the fields is part of the key already
   */
  public EnrichFromSnapshot on(String field, String tableField) {
    return with(enrichment().on(field, tableField));
  }

  /** The same field on both sides. */
  public EnrichFromSnapshot on(String field) {
    return on(field, field);
  }

  /**
   * What a CEL expression makes of the record is looked up in the table's field {@code tableField}:
   * a part of the key that is computed. Where it cannot be, the record misses.
   *
   * @throws IllegalArgumentException if it is no expression, or the table's field is part of the
   *     key already
   */
  public EnrichFromSnapshot onExpression(String expression, String tableField) {
    return with(enrichment().onExpression(expression, tableField));
  }

  /**
   * Takes the table's field {@code tableField} as the record's new field {@code newField}.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromSnapshot take(String tableField, String newField) {
    return with(enrichment().take(tableField, newField));
  }

  /** Takes a field of the table under its own name. */
  public EnrichFromSnapshot take(String tableField) {
    return take(tableField, tableField);
  }

  /**
   * Takes fields of the table as one new field of the record, which is a row of them.
   *
   * @param tableFields none for all of them
   * @throws IllegalArgumentException if the new field is named already or has no name, or a field
   *     comes twice
   */
  public EnrichFromSnapshot takeAs(String newField, String... tableFields) {
    return with(enrichment().takeAs(newField, tableFields));
  }

  /** What becomes of a record whose key is not in the table. Default: {@link OnMiss#FAIL}. */
  public EnrichFromSnapshot withOnMiss(OnMiss onMiss) {
    return with(enrichment().withOnMiss(onMiss));
  }

  /**
   * How old a copy may be. It must be longer than the refresh time, and should leave room for some
   * loads that fail. Default: the newest copy serves, however old it is.
   *
   * @throws IllegalArgumentException if it is not longer than the refresh time
   */
  public EnrichFromSnapshot withMaxStaleness(Duration maxStaleness) {
    requirePositive("withMaxStaleness()", maxStaleness);
    if (maxStaleness.compareTo(refreshEvery()) <= 0) {
      throw new IllegalArgumentException(
          "withMaxStaleness() must be longer than refreshEvery, "
              + refreshEvery()
              + ", but was: "
              + maxStaleness
              + ". A copy is as old as that before it is made anew.");
    }
    return toBuilder().setMaxStaleness(maxStaleness).build();
  }

  /**
   * What becomes of a record while the copy is older than {@link #withMaxStaleness}. Default:
   * {@link OnStale#FAIL}. Without a maximum it is refused.
   */
  public EnrichFromSnapshot withOnStale(OnStale onStale) {
    return toBuilder().setOnStale(onStale).build();
  }

  /**
   * How long a load may take before it is interrupted, and a record may wait for the first.
   * Default: 5 minutes. A loader that does not listen to interrupts needs a timeout of its own.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public EnrichFromSnapshot withLoadTimeout(Duration timeout) {
    requirePositive("withLoadTimeout()", timeout);
    return toBuilder().setLoadTimeout(timeout).build();
  }

  /**
   * How long the copy stays in memory when no instance of a step has it any more. It is not made
   * anew then. Default: 1 minute. Zero lets it go at once, and on Spark loads it for each
   * micro-batch and each partition.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public EnrichFromSnapshot withKeepFor(Duration keepFor) {
    if (keepFor.isNegative() || keepFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "withKeepFor() must be zero, or positive and at most "
              + LONGEST
              + ", but was: "
              + keepFor);
    }
    return toBuilder().setKeepFor(keepFor).build();
  }

  /**
   * Records that fail go to this handler. Default: the failure is thrown. Refused where neither a
   * miss nor an old copy is a failure.
   */
  public EnrichFromSnapshot withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public EnrichFromSnapshot withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract SnapshotLoader loader();

  abstract Duration refreshEvery();

  abstract Enrichment enrichment();

  abstract @Nullable Duration maxStaleness();

  abstract @Nullable OnStale onStale();

  abstract Duration loadTimeout();

  abstract Duration keepFor();

  @Override
  public abstract @Nullable DeadLetters deadLetters();

  @Override
  public abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setLoader(SnapshotLoader loader);

    abstract Builder setRefreshEvery(Duration refreshEvery);

    abstract Builder setEnrichment(Enrichment enrichment);

    abstract Builder setMaxStaleness(@Nullable Duration maxStaleness);

    abstract Builder setOnStale(@Nullable OnStale onStale);

    abstract Builder setLoadTimeout(Duration loadTimeout);

    abstract Builder setKeepFor(Duration keepFor);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract EnrichFromSnapshot build();
  }

  @Override
  public Schema outputSchema(Schema input) {
    if (onStale() != null && maxStaleness() == null) {
      throw new IllegalArgumentException(
          "Enrich.fromSnapshot(): withOnStale() must come with withMaxStaleness(): without, no copy"
              + " is too old.");
    }
    return enrichment().outputSchema(input, loader().schema());
  }

  @Override
  public RowFunction open(Schema input) {
    return open(input, Snapshots.ofThisJvm());
  }

  /** As {@link #open(Schema)}, with snapshots of one's own. */
  RowFunction open(Schema input, Snapshots snapshots) {
    Schema table = loader().schema();
    Schema keySchema = enrichment().keySchema(table);
    KeyReader keys = enrichment().keyReader(input, keySchema);
    RowAppender appender = enrichment().appender(input, table);
    OnStale onStale = onStale();
    // Last, so that nothing that fails leaves it held.
    Snapshot snapshot =
        snapshots.hold(
            new SnapshotUse(
                loader(),
                keySchema.getFieldNames(),
                Arrays.stream(appender.takenIndexes()).mapToObj(table::nameOf).toList(),
                refreshEvery(),
                loadTimeout(),
                keepFor()));
    return new EnrichFromSnapshotFunction(
        stepName(),
        snapshot,
        keys,
        appender,
        enrichment().miss(),
        enrichment().onMiss(),
        maxStaleness(),
        onStale == null ? OnStale.FAIL : onStale);
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    DeadLetters dead = deadLetters();
    if (dead != null
        && enrichment().onMiss() != OnMiss.FAIL
        && (maxStaleness() == null || onStale() == OnStale.STOP)) {
      throw new IllegalArgumentException(
          "Enrich.fromSnapshot(): a miss must be a failure to be a dead letter, but withOnMiss() is "
              + enrichment().onMiss()
              + ", and no copy is too old. Leave out withOnMiss(), or withDeadLetters().");
    }
    Steps step = Steps.of(toBuilder().setDeadLetters(null).build());
    return input.apply(dead == null ? step : step.withDeadLetters(dead));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    enrichment().populateDisplayData(builder);
    Duration stale = maxStaleness();
    OnStale onStale = onStale();
    builder
        .add(DisplayData.item("loader", loader().getClass()).withLabel("Loader"))
        .add(DisplayData.item("refreshEvery", refreshEvery().toString()).withLabel("Refreshed"))
        .addIfNotNull(
            DisplayData.item("maxStaleness", stale == null ? null : stale.toString())
                .withLabel("Oldest copy"))
        .addIfNotNull(
            DisplayData.item("onStale", onStale == null ? null : onStale.name())
                .withLabel("On a copy that is too old"));
  }

  private EnrichFromSnapshot with(Enrichment enrichment) {
    return toBuilder().setEnrichment(enrichment).build();
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + " must be positive and at most " + LONGEST + ", but was: " + duration);
    }
  }
}
