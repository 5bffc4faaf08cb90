package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.lookup.LookupOptions;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupSettings;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each record what a system outside of the pipeline knows of it: a database, a store of
 * keys and values, a service. The records of a bundle are collected and asked for together, with
 * several requests open at the same time.
 *
 * <pre>{@code
 * orders.apply(
 *     Enrich.fromLookup(customers)
 *         .on("customer", "id")
 *         .take("name", "customer_name")
 *         .withCache(100_000, Duration.ofMinutes(10))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out comes the input's schema with the taken fields at its end, of the types of
 * the source's {@code valueSchema()}, nullable where they are there or where misses are kept. Each
 * field of the source's {@code keySchema()} must be looked up, in fields or expressions of its
 * type; keys are not of floating point, decimal, bytes, array, map or row.
 *
 * <p><b>Requests.</b> Equal keys of a bundle are asked for once, and so are keys that another
 * thread of the worker asks for at that time. A request is sent when {@link #withBatchSize} keys
 * wait, when the first of them has waited for {@link #withMaxWait}, whether or not other records
 * come, and when the bundle ends. Answered records leave with the next record of the bundle, or at
 * its end, which is the runner's choice (Flink: {@code maxBundleSize}, {@code maxBundleTimeMills}).
 * Each instance of the step has at most {@link #withMaxInFlight} requests open and holds at most
 * {@link #withMaxWaiting} records, however long its bundle is; where there would be more, it waits.
 *
 * <p><b>Misses.</b> A record whose key has no value, or has a null in it, is a dead letter {@code
 * lookup_miss}; without {@link #withDeadLetters} the failure is thrown. {@link #withOnMiss} chooses
 * otherwise.
 *
 * <p><b>Errors.</b> A request that fails and may pass, or is not answered within {@link
 * #withTimeout}, is sent again up to {@link #withRetries} times, after pauses that grow ({@link
 * #withBackoff}), and not before the other side wants it, up to a minute. Where some of its keys
 * were answered the retries of the others begin anew. After that its records are dead letters
 * {@code lookup_failed}, of severity {@code retryable}, with the attempts made. Of a request that
 * fails for good each half is asked on its own, and so on: only the records whose keys cannot be
 * asked for are dead letters, of severity {@code permanent}. Without {@link #withDeadLetters} the
 * failure is thrown. A source that cannot be opened fails the job, after as many attempts.
 *
 * <p><b>Windows and timestamps.</b> As they come in; bounded and unbounded input. A record that is
 * put out as its bundle ends has no pane. No record is late because it waited: the watermark waits
 * for the end of its bundle. On Flink with checkpoints {@code
 * --finishBundleBeforeCheckpointing=true} is needed for that (the Flink profile sets it).
 *
 * <p><b>Ordering.</b> None: a record whose answer is there overtakes those that wait. None stays
 * when its bundle ends. <b>State.</b> None that outlives a bundle, but the cache of a worker.
 * <b>Delivery.</b> As the runner's: a bundle that is tried again is asked for again. What the
 * source has changed in between is seen; with a cache, up to its age later.
 *
 * <p><b>Shared.</b> In a JVM, the instances of all steps with equal sources and equal settings of
 * cache, retries, timeout, circuit breaker, rate limit and {@link #withKeepFor} share one open
 * lookup with its connections, one cache, one circuit breaker, one rate limit and one thread. All
 * of that goes when the last instance is torn down and {@link #withKeepFor} has passed: Spark makes
 * new instances for each micro-batch and each partition, and they go on with what those before them
 * left. So does another run in the same JVM that begins within that time. It goes with the last
 * instance where one was torn down in the middle of a bundle, which has failed or was cancelled:
 * what is tried again when all are gone opens the lookup anew.
 *
 * <p><b>Counts.</b> {@code records_in, records_out, records_dropped, records_dead.lookup_miss,
 * records_dead.lookup_failed, lookup_misses} (kept), {@code lookup_requests, lookup_keys,
 * lookup_retries, lookup_coalesced, cache_hits, cache_misses, cache_evictions, breaker_opened,
 * breaker_closed}, the distribution {@code lookup_latency_ms}, and Beam's own {@code
 * throttling-msecs}, by which autoscalers see that more workers would not help. A refresh that is
 * answered after its bundle is in none of them. What became of the shared cache and circuit breaker
 * is counted once in a JVM, by the next bundle that ends.
 *
 * <p><b>Cost.</b> A request for {@link #withBatchSize} keys, divided among {@link
 * #withMaxInFlight}; where the answer is in the cache, a look into it and a copy of the row's
 * values. No shuffle. For {@link #withKeepFor} after the last instance: the memory of the cache,
 * the connections and the threads; one more thread, for all lookups together, closes them.
 *
 * <p><b>Runners.</b> All. On Spark streaming the bundles are small, and so are the batches.
 */
@AutoValue
public abstract class EnrichFromLookup extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Enrich";

  /** How many keys are in a request at most, by default. */
  public static final int BATCH_SIZE = 100;

  /** How long the first key of a request waits for others, by default. */
  public static final Duration MAX_WAIT = Duration.ofMillis(100);

  /** How many requests an instance of the step has open at most, by default. */
  public static final int MAX_IN_FLIGHT = 4;

  /** How many records an instance of the step holds at most, by default. */
  public static final int MAX_WAITING = 10_000;

  /** How often a request is sent again, by default. */
  public static final int RETRIES = 3;

  /** The pause before a request is sent again for the first time, by default. */
  public static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

  /** The longest pause before a request is sent again, by default. */
  public static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /** How long an answer is waited for, by default. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long the lookup stays open when no instance has it, with {@code --keepLookups}. */
  public static final Duration KEEP_FOR = Duration.ofMinutes(1);

  /** The longest of all durations that can be set. */
  public static final Duration MAX_DURATION = Duration.ofDays(365);

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  static EnrichFromLookup of(RowLookupSource source) {
    EqualCopies.require("Enrich.fromLookup()", "a source", "opens it once", source);
    return new AutoValue_EnrichFromLookup.Builder()
        .setSource(source)
        .setEnrichment(Enrichment.of("Enrich.fromLookup()"))
        .setLimits(new BundleLimits(BATCH_SIZE, MAX_WAIT, MAX_IN_FLIGHT, MAX_WAITING))
        .setSettings(
            LookupSettings.builder()
                .setRetries(RETRIES)
                .setFirstBackoff(FIRST_BACKOFF)
                .setMaxBackoff(MAX_BACKOFF)
                .setTimeout(TIMEOUT)
                .build())
        .setStepName(STEP)
        .build();
  }

  /**
   * The record's field {@code field} is looked up in the key's field {@code keyField}. Each field
   * of the key must be looked up.
   *
   * @throws IllegalArgumentException if one of the fields is named already
   */
  public EnrichFromLookup on(String field, String keyField) {
    return with(enrichment().on(field, keyField));
  }

  /** The same field on both sides. */
  public EnrichFromLookup on(String field) {
    return on(field, field);
  }

  /**
   * A value computed from the record is looked up in the key's field {@code keyField}: {@code
   * onExpression("cents / 100", "price")}. Where it cannot be computed the record misses. A whole
   * number is looked up in whole numbers of any length.
   *
   * @param expression in CEL, as in {@link io.summerbeam.sdk.expression.Expression}
   * @throws IllegalArgumentException if the key's field is named already
   */
  public EnrichFromLookup onExpression(String expression, String keyField) {
    return with(enrichment().onExpression(expression, keyField));
  }

  /**
   * Takes the value's field {@code valueField} as the record's new field {@code newField}.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromLookup take(String valueField, String newField) {
    return with(enrichment().take(valueField, newField));
  }

  /** Takes a field of the value under its own name. */
  public EnrichFromLookup take(String valueField) {
    return take(valueField, valueField);
  }

  /**
   * Takes fields of the value, all of them where none is named, as one new field that is a row.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromLookup takeAs(String newField, String... valueFields) {
    return with(enrichment().takeAs(newField, valueFields));
  }

  /** What becomes of a record whose key has no value. Default: {@link OnMiss#FAIL}. */
  public EnrichFromLookup withOnMiss(OnMiss onMiss) {
    return with(enrichment().withOnMiss(onMiss));
  }

  /**
   * How many keys are in a request at most. Default: {@value #BATCH_SIZE}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public EnrichFromLookup withBatchSize(int keys) {
    requirePositive(keys, "withBatchSize()");
    BundleLimits now = limits();
    return with(new BundleLimits(keys, now.maxWait(), now.maxInFlight(), now.maxWaiting()));
  }

  /**
   * How long the first key of a request waits for others to join it. Default: 100 milliseconds.
   * With zero, each record that is not in the cache is a request of its own.
   *
   * @throws IllegalArgumentException if it is negative or longer than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withMaxWait(Duration maxWait) {
    if (!maxWait.isZero()) {
      requireDuration(maxWait, "withMaxWait()");
    }
    BundleLimits now = limits();
    return with(new BundleLimits(now.batchSize(), maxWait, now.maxInFlight(), now.maxWaiting()));
  }

  /**
   * How many requests each instance of the step has open at most, those for the keys of one batch
   * as one. Default: {@value #MAX_IN_FLIGHT}. A worker has as many instances as it has threads for
   * the step.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public EnrichFromLookup withMaxInFlight(int requests) {
    requirePositive(requests, "withMaxInFlight()");
    BundleLimits now = limits();
    return with(new BundleLimits(now.batchSize(), now.maxWait(), requests, now.maxWaiting()));
  }

  /**
   * How many records each instance of the step holds while they wait for an answer. Default:
   * {@value #MAX_WAITING}. It must be at least {@link #withBatchSize}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public EnrichFromLookup withMaxWaiting(int records) {
    requirePositive(records, "withMaxWaiting()");
    BundleLimits now = limits();
    return with(new BundleLimits(now.batchSize(), now.maxWait(), now.maxInFlight(), records));
  }

  /**
   * Keeps values on each worker. Default: none are kept. What is kept is the whole value, in the
   * memory of the worker.
   *
   * @param size how many; those that are used least make room
   * @param ttl how long a value is used after it was asked for: how stale it may be
   * @throws IllegalArgumentException if the size is not positive, or the time is not or is longer
   *     than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withCache(long size, Duration ttl) {
    requirePositive(size, "withCache()");
    requireDuration(ttl, "withCache()");
    return with(settings().toBuilder().setCacheSize(size).setCacheTtl(ttl).build());
  }

  /**
   * Keeps in the cache, too, that a key has no value, for this long. Default: it is not kept, and
   * is asked for again with the next record. Needs {@link #withCache}.
   *
   * @throws IllegalArgumentException if it is not positive or longer than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withNegativeTtl(Duration ttl) {
    requireDuration(ttl, "withNegativeTtl()");
    return with(settings().toBuilder().setNegativeTtl(ttl).build());
  }

  /**
   * A value that is used and is older than this is asked for again, while it is still used: keys
   * that are used often are never waited for. Default: not before it is too old. Needs {@link
   * #withCache}, of a longer time.
   *
   * @throws IllegalArgumentException if it is not positive or longer than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withRefreshAhead(Duration age) {
    requireDuration(age, "withRefreshAhead()");
    return with(settings().toBuilder().setRefreshAhead(age).build());
  }

  /**
   * How often a request is sent again where it failed and may pass. Default: {@value #RETRIES};
   * with 0 it is not.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public EnrichFromLookup withRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("withRetries() must not be negative, but was: " + retries);
    }
    return with(settings().toBuilder().setRetries(retries).build());
  }

  /**
   * How long is waited before a request is sent again: {@code first} before the first time, twice
   * as long before each further one, up to {@code longest}; of that, by chance, between a half and
   * all of it. Defaults: 100 milliseconds and 10 seconds.
   *
   * @throws IllegalArgumentException if one of them is not positive or longer than {@link
   *     #MAX_DURATION}, or the first is longer than the longest
   */
  public EnrichFromLookup withBackoff(Duration first, Duration longest) {
    requireDuration(first, "withBackoff()");
    requireDuration(longest, "withBackoff()");
    if (first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "withBackoff(): the first pause must not be longer than the longest, but was "
              + first
              + ", and the longest "
              + longest
              + ".");
    }
    return with(settings().toBuilder().setFirstBackoff(first).setMaxBackoff(longest).build());
  }

  /**
   * How long an answer is waited for; then the request has failed and may pass. Default: 10
   * seconds.
   *
   * <p>The time begins when the source has sent the request, and anew with each where it sends one
   * for each key ({@code HttpLookup.get}); the keys that are answered by then keep their answers.
   * With {@code JdbcLookup} and {@code RedisLookup} it begins when a connection is free for the
   * request, and connecting counts. A request that runs keeps its connection until the source's own
   * {@code withTimeout()} ends it: with a shorter time here, others wait that long for it.
   *
   * @throws IllegalArgumentException if it is not positive or longer than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withTimeout(Duration timeout) {
    requireDuration(timeout, "withTimeout()");
    return with(settings().toBuilder().setTimeout(timeout).build());
  }

  /**
   * After {@code failures} requests in a row that failed and may pass, no more are sent for {@code
   * openFor}; then one, which says whether it goes on; others wait for what it says. Default: none.
   * A request that meets an open circuit breaker counts as an attempt and waits for it, so that
   * with enough retries a record outlives a server that is started again. A request of keys that
   * fail alone while others with them were answered counts only where it is that one.
   *
   * @throws IllegalArgumentException if the number is not positive, or the time is not or is longer
   *     than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withCircuitBreaker(int failures, Duration openFor) {
    requirePositive(failures, "withCircuitBreaker()");
    requireDuration(openFor, "withCircuitBreaker()");
    return with(
        settings().toBuilder().setBreakerFailures(failures).setBreakerOpenFor(openFor).build());
  }

  /**
   * Each worker sends at most {@code requests} in {@code period}, evenly. Default: no limit.
   *
   * <p>Of a source that sends a request for each key ({@code HttpLookup.get}, see {@link
   * RowLookupSource#requestsFor}) each of them counts; at most {@code requests} are sent at once,
   * when the time of the last of them has come.
   *
   * @throws IllegalArgumentException if the number is not positive, the time is not or is longer
   *     than {@link #MAX_DURATION}, or there is not a nanosecond for each request
   */
  public EnrichFromLookup withRateLimit(int requests, Duration period) {
    requirePositive(requests, "withRateLimit()");
    requireDuration(period, "withRateLimit()");
    if (period.dividedBy(requests).isZero()) {
      throw new IllegalArgumentException(
          "withRateLimit() must have a nanosecond for each request, but was: "
              + requests
              + " in "
              + period
              + ". Leave it out.");
    }
    return with(settings().toBuilder().setRateRequests(requests).setRatePeriod(period).build());
  }

  /**
   * How long the lookup stays open when no instance of a step has it any more, with its
   * connections, its cache, and what the circuit breaker and the rate limit know. Default: 1 minute
   * with {@link LookupOptions#getKeepLookups}, which the Spark profile sets, because Spark makes
   * new instances for each micro-batch and each partition; it is of use where it is longer than the
   * pause between two of them. Else zero, which closes it with the last instance: a cluster that
   * unloads the classes of a job which has ended (a session of Flink) may not be able to close it
   * later. A source with threads that are no daemons keeps its JVM from ending for that time.
   *
   * @throws IllegalArgumentException if it is negative or longer than {@link #MAX_DURATION}
   */
  public EnrichFromLookup withKeepFor(Duration keepFor) {
    if (keepFor.isNegative() || keepFor.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "withKeepFor() must be zero, or positive and at most "
              + MAX_DURATION
              + ", but was: "
              + keepFor);
    }
    return toBuilder().setKeepFor(keepFor).build();
  }

  /**
   * Records that miss or cannot be looked up go to this handler. Default: the failure is thrown.
   */
  public EnrichFromLookup withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public EnrichFromLookup withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract RowLookupSource source();

  abstract Enrichment enrichment();

  abstract BundleLimits limits();

  abstract LookupSettings settings();

  abstract @Nullable Duration keepFor();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setSource(RowLookupSource source);

    abstract Builder setEnrichment(Enrichment enrichment);

    abstract Builder setLimits(BundleLimits limits);

    abstract Builder setSettings(LookupSettings settings);

    abstract Builder setKeepFor(Duration keepFor);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract EnrichFromLookup build();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    enrichment().requireSettings();
    checkCombinations();
    enrichment().requireSchema(input);
    Schema schema = input.getSchema();
    Schema keySchema = source().keySchema();
    Schema valueSchema = source().valueSchema();
    Schema outputSchema = enrichment().outputSchema(schema, keySchema, valueSchema);
    DeadLetters dead = deadLetters();
    PCollectionTuple outputs =
        input.apply(
            "LookUp",
            ParDo.of(
                    new EnrichFromLookupFn(
                        stepName(),
                        source(),
                        settingsOn(input.getPipeline().getOptions()),
                        limits(),
                        enrichment(),
                        enrichment().keyReader(schema, keySchema),
                        enrichment().appender(schema, valueSchema),
                        dead == null ? null : dead.factory(stepName())))
                .withOutputTags(OUT, TupleTagList.of(DEAD)));
    if (dead == null) {
      outputs.get(DEAD).setCoder(DeadLetter.coder());
    } else {
      dead.addErrorCollection(outputs.get(DEAD));
    }
    return outputs.get(OUT).setRowSchema(outputSchema);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    enrichment().populateDisplayData(builder);
    Duration keepFor = keepFor();
    builder
        .add(DisplayData.item("lookup", source().getClass()).withLabel("Looked up in"))
        .add(DisplayData.item("batchSize", limits().batchSize()).withLabel("Keys in a request"))
        .add(DisplayData.item("maxWait", limits().maxWait().toString()).withLabel("Longest wait"))
        .add(DisplayData.item("maxInFlight", limits().maxInFlight()).withLabel("Open requests"))
        .add(DisplayData.item("maxWaiting", limits().maxWaiting()).withLabel("Waiting records"))
        .add(DisplayData.item("cacheSize", settings().cacheSize()).withLabel("Cached values"))
        .add(DisplayData.item("cacheTtl", settings().cacheTtl().toString()).withLabel("Cached for"))
        .add(DisplayData.item("retries", settings().retries()).withLabel("Retries"))
        .add(DisplayData.item("timeout", settings().timeout().toString()).withLabel("Timeout"))
        .addIfNotNull(
            DisplayData.item("keepFor", keepFor == null ? null : keepFor.toString())
                .withLabel("Kept open"));
    if (source() instanceof HasDisplayData shown) {
      builder.include("source", shown);
    }
  }

  private void checkCombinations() {
    if (limits().maxWaiting() < limits().batchSize()) {
      throw new IllegalArgumentException(
          "Enrich.fromLookup(): withMaxWaiting() must be at least withBatchSize(), or no request is"
              + " ever full, but was "
              + limits().maxWaiting()
              + ", and withBatchSize() "
              + limits().batchSize()
              + ".");
    }
    boolean cache = settings().cacheSize() > 0;
    requireCache(cache, settings().negativeTtl(), "withNegativeTtl()");
    requireCache(cache, settings().refreshAhead(), "withRefreshAhead()");
    if (cache && settings().refreshAhead().compareTo(settings().cacheTtl()) >= 0) {
      throw new IllegalArgumentException(
          "Enrich.fromLookup(): withRefreshAhead() must be shorter than the time of withCache(), or"
              + " there is nothing left to refresh, but was "
              + settings().refreshAhead()
              + ", and the cache's "
              + settings().cacheTtl()
              + ".");
    }
  }

  private static void requireCache(boolean cache, Duration duration, String method) {
    if (!cache && !duration.isZero()) {
      throw new IllegalArgumentException(
          "Enrich.fromLookup(): " + method + " must come with withCache().");
    }
  }

  /** The settings where these options run it. */
  LookupSettings settingsOn(PipelineOptions options) {
    Duration given = keepFor();
    Duration usual = options.as(LookupOptions.class).getKeepLookups() ? KEEP_FOR : Duration.ZERO;
    return settings().toBuilder().setKeepFor(given == null ? usual : given).build();
  }

  private EnrichFromLookup with(Enrichment enrichment) {
    return toBuilder().setEnrichment(enrichment).build();
  }

  private EnrichFromLookup with(BundleLimits limits) {
    return toBuilder().setLimits(limits).build();
  }

  private EnrichFromLookup with(LookupSettings settings) {
    return toBuilder().setSettings(settings).build();
  }

  private static void requirePositive(long number, String method) {
    if (number < 1) {
      throw new IllegalArgumentException(method + " must be positive, but was: " + number);
    }
  }

  private static void requireDuration(Duration duration, String method) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          method + " must be positive and at most " + MAX_DURATION + ", but was: " + duration);
    }
  }
}
