package io.summerbeam.contract;

import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Sums up before a sink that fails several times, in the midst of the results of a window, so that
 * the job goes back to a checkpoint that was written while records were added to others. It prints
 * how many results the sink never got, and how many it got that are not those of all records.
 * Everything is in this JVM, so that it can be seen.
 */
public final class FailingAggregateMain {

  static final int FAILURES = 3;

  /** So many keys have records in turn, a millisecond apart. Then come others. */
  private static final long KEYS = 3_000;

  private static final long RECORDS_OF_A_KEY = 5;

  /** The milliseconds in which the records of a key come. */
  private static final long BLOCK = KEYS * RECORDS_OF_A_KEY;

  /** Longer than the time between two records of a key. */
  private static final long GAP = 4_000;

  private static final int RECORDS_PER_SECOND = 10_000;

  /** So many results come to the sink between a checkpoint and the failure. */
  private static final int RESULTS_BEFORE_FAILURE = 1_000;

  private static final long PATIENCE_SECONDS = 180;
  private static final long LOOK_MILLIS = 100;

  private static final Schema RECORD =
      Schema.builder().addInt64Field("key").addInt64Field("n").build();

  private static final AtomicInteger FAILED = new AtomicInteger();

  /** After how many failures there was a checkpoint of what came since the last one. */
  private static final AtomicInteger CHECKPOINTED = new AtomicInteger(-1);

  private static final AtomicInteger SINCE_CHECKPOINT = new AtomicInteger();

  /** The least record that came after a failure. */
  private static final AtomicLong RESUMED = new AtomicLong(Long.MAX_VALUE);

  private static final AtomicLong LAST_KEY = new AtomicLong();

  // Not taken back by a failure: a result may come twice, and is then the same.
  private static final Set<Result> FOUND = ConcurrentHashMap.newKeySet();

  private FailingAggregateMain() {}

  /** What sums up, and which windows each key has. */
  enum Way {
    IN_STATE(sums().over(Windows.fixed(Duration.ofMillis(BLOCK))), BLOCK),
    IN_STATE_SLIDING(
        sums().over(Windows.sliding(Duration.ofMillis(2 * BLOCK), Duration.ofMillis(BLOCK))),
        2 * BLOCK) {
      @Override
      LongStream starts(long key) {
        return LongStream.of(block(key) - BLOCK, block(key));
      }
    },
    // What follows is never kept in one state.
    ALLOWED_LATENESS(
        sums()
            .over(Windows.fixed(Duration.ofMillis(BLOCK)))
            .withAllowedLateness(Duration.ofMillis(BLOCK)),
        BLOCK),
    SESSIONS(
        sums().over(Windows.sessions(Duration.ofMillis(GAP))),
        (RECORDS_OF_A_KEY - 1) * KEYS + GAP) {
      @Override
      LongStream starts(long key) {
        return LongStream.of(first(key));
      }
    };

    private final Aggregate aggregate;
    private final long length;

    Way(Aggregate aggregate, long length) {
      this.aggregate = aggregate;
      this.length = length;
    }

    /** When the windows of a key begin. */
    LongStream starts(long key) {
      return LongStream.of(block(key));
    }

    Stream<Result> expected(long key) {
      return starts(key)
          .mapToObj(
              start ->
                  new Result(
                      key,
                      start,
                      start + length,
                      RECORDS_OF_A_KEY,
                      LongStream.range(0, RECORDS_OF_A_KEY).map(i -> first(key) + i * KEYS).sum()));
    }
  }

  /** A row of the output. */
  private record Result(long key, long start, long end, long count, long sum) {

    static Result of(Row row) {
      return new Result(
          row.getInt64("key"),
          row.getDateTime(Aggregate.WINDOW_START).getMillis(),
          row.getDateTime(Aggregate.WINDOW_END).getMillis(),
          row.getInt64("count"),
          row.getInt64("sum"));
    }
  }

  /** A {@link Way}, then pipeline options. The stream does not end, so this JVM does. */
  public static void main(String[] args) {
    EndingMain.run(() -> sumUp(Way.valueOf(args[0]), Stream.of(args).skip(1).toList()));
  }

  private static void sumUp(Way way, List<String> given) throws InterruptedException {
    Pipeline pipeline = Pipeline.create(LaunchedOptions.of(given));
    pipeline
        .apply(
            GenerateSequence.from(0)
                .withRate(RECORDS_PER_SECOND, org.joda.time.Duration.standardSeconds(1))
                .withTimestampFn(Instant::ofEpochMilli))
        .apply("Records", ParDo.of(new RecordFn()))
        .setCoder(RowCoder.of(RECORD))
        .setRowSchema(RECORD)
        .apply(way.aggregate)
        .apply("Sink", ParDo.of(new SinkFn()));
    CompletableFuture<PipelineResult> run = CompletableFuture.supplyAsync(pipeline::run);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (FAILED.get() < FAILURES && !run.isDone() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
    }
    // With all of the next block there is all that came again after the last failure.
    long last = LAST_KEY.get() + 2 * KEYS;
    while (missing(way, last) > 0 && !run.isDone() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
    }
    System.out.println(
        "failures="
            + FAILED.get()
            + " running="
            + !run.isDone()
            + " resumed="
            + (RESUMED.get() > 0)
            + " missing="
            + missing(way, last)
            + " wrong="
            + FOUND.stream()
                .filter(found -> way.expected(found.key()).noneMatch(found::equals))
                .count());
  }

  private static long missing(Way way, long lastKey) {
    return LongStream.rangeClosed(0, lastKey)
        .boxed()
        .flatMap(way::expected)
        .filter(each -> !FOUND.contains(each))
        .count();
  }

  private static Aggregate sums() {
    return Aggregate.by("key").count("count").sum("n", "sum");
  }

  /** The time at which a block begins, and its first record. */
  private static long block(long key) {
    return key / KEYS * BLOCK;
  }

  /** The time of the first record of a key, and that record. */
  private static long first(long key) {
    return block(key) + key % KEYS;
  }

  private static final class RecordFn extends DoFn<Long, Row> {

    @ProcessElement
    public void process(@Element Long n, OutputReceiver<Row> out) {
      if (FAILED.get() > 0) {
        RESUMED.accumulateAndGet(n, Math::min);
      }
      out.output(Row.withSchema(RECORD).addValues(n / BLOCK * KEYS + n % KEYS, n).build());
    }
  }

  private static final class SinkFn extends DoFn<Row, Void> {

    private transient int failures;

    @Setup
    public void setup() {
      failures = FAILED.get();
    }

    @ProcessElement
    public void process(@Element Row row, BundleFinalizer finalizer) {
      Result result = Result.of(row);
      FOUND.add(result);
      LAST_KEY.accumulateAndGet(result.key(), Math::max);
      if (failures == FAILURES) {
        return;
      }
      int before = failures;
      if (CHECKPOINTED.get() < before) {
        finalizer.afterBundleCommit(
            Instant.now().plus(org.joda.time.Duration.standardMinutes(1)),
            () -> CHECKPOINTED.accumulateAndGet(before, Math::max));
      } else if (SINCE_CHECKPOINT.incrementAndGet() > RESULTS_BEFORE_FAILURE
          && FAILED.compareAndSet(before, before + 1)) {
        SINCE_CHECKPOINT.set(0);
        throw new IllegalStateException("The sink fails.");
      }
    }
  }
}
