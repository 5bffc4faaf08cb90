package io.summerbeam.contract;

import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.dedup.DropDuplicatesApproximately;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Drops duplicates before a sink that fails once, soon after a checkpoint, so that the job goes
 * back to it, and prints what the sink has: what it got before the checkpoint, and what it got
 * after the failure; what came between the two it has forgotten. Everything is in this JVM, so that
 * it can be seen.
 */
public final class FailingSinkMain {

  /** Of the two records of each key, both are in the stream. */
  static final int KEYS = 6_000;

  private static final Duration TICK = Duration.millis(1);
  private static final java.time.Duration DAY = java.time.Duration.ofDays(1);

  /** So many records come to the sink between the checkpoint and the failure. */
  private static final int RECORDS_BEFORE_FAILURE = 100;

  /**
   * Long before the next checkpoint, see {@code --minPauseBetweenCheckpoints}: were that complete,
   * the job would go back to it, and the sink would not have been told. On a machine that is busy
   * it hears of its checkpoint late.
   */
  private static final long FAILS_WITHIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long PATIENCE_SECONDS = 120;
  private static final long AFTERMATH_MILLIS = 1_000;

  private static final Schema RECORD =
      Schema.builder().addInt64Field("key").addInt64Field("n").build();

  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger SINCE_CHECKPOINT = new AtomicInteger();

  /** What came before the checkpoint, and how often each came after the failure. */
  private static final Set<Long> BEFORE = ConcurrentHashMap.newKeySet();

  private static final Map<Long, AtomicInteger> AFTER = new ConcurrentHashMap<>();

  private static volatile long checkpointNanos;

  private FailingSinkMain() {}

  /** What drops the duplicates, and which of the two records of a key is to come to the sink. */
  enum Way {
    FIRST(DropDuplicates.by("key").within(DAY)),
    UPDATES(DropDuplicates.by("key").within(java.time.Duration.ofSeconds(1)).keepingUpdates()),
    LAST(DropDuplicates.by("key").within(java.time.Duration.ofMillis(50)).keepingLast()),
    BY_ARRIVAL(DropDuplicates.by("key").withinProcessingTime(DAY)),
    APPROXIMATE(
        DropDuplicatesApproximately.by("key")
            .within(DAY)
            .expecting(KEYS)
            .withFalsePositiveRate(0.0001)),
    APPROXIMATE_BY_ARRIVAL(
        DropDuplicatesApproximately.by("key")
            .withinProcessingTime(DAY)
            .expecting(KEYS)
            .withFalsePositiveRate(0.0001));

    private final PTransform<PCollection<Row>, PCollection<Row>> drop;

    Way(PTransform<PCollection<Row>, PCollection<Row>> drop) {
      this.drop = drop;
    }

    /**
     * The second half of the stream has the keys of the first; or each key comes twice in a row.
     */
    long key(long n) {
      return this == LAST ? n / 2 : n % KEYS;
    }

    boolean isExpected(long n) {
      return switch (this) {
        case LAST -> n % 2 == 1;
        // A second has passed.
        case UPDATES -> true;
        default -> n < KEYS;
      };
    }
  }

  /** A {@link Way}, then pipeline options. The stream does not end, so this JVM does. */
  public static void main(String[] args) throws Exception {
    Way way = Way.valueOf(args[0]);
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(Stream.of(args).skip(1).toArray(String[]::new))
                .create());
    pipeline
        .apply(
            GenerateSequence.from(0)
                .withRate(KEYS / 4, Duration.standardSeconds(1))
                .withTimestampFn(n -> Instant.EPOCH.plus(TICK.multipliedBy(n))))
        .apply("Records", ParDo.of(new RecordFn(way)))
        .setCoder(RowCoder.of(RECORD))
        .setRowSchema(RECORD)
        .apply(way.drop)
        .apply("Sink", ParDo.of(new SinkFn()));
    CompletableFuture<PipelineResult> run = CompletableFuture.supplyAsync(pipeline::run);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!run.isDone() && System.nanoTime() < end && (FAILURES.get() == 0 || missing(way) > 0)) {
      Thread.sleep(100);
    }
    // A record too many would come now.
    Thread.sleep(AFTERMATH_MILLIS);
    System.out.println(
        "failures="
            + FAILURES.get()
            + " resumed="
            + AFTER.keySet().stream().allMatch(n -> n > 0)
            + " missing="
            + missing(way)
            + " duplicates="
            + Stream.concat(BEFORE.stream(), AFTER.keySet().stream())
                .filter(n -> !way.isExpected(n))
                .count()
            + " repeated="
            + AFTER.entrySet().stream()
                .filter(each -> each.getValue().get() > 1 || BEFORE.contains(each.getKey()))
                .count());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static long missing(Way way) {
    return LongStream.range(0, 2L * KEYS)
        .filter(n -> way.isExpected(n) && !BEFORE.contains(n) && !AFTER.containsKey(n))
        .count();
  }

  private static final class RecordFn extends DoFn<Long, Row> {

    private final Way way;

    RecordFn(Way way) {
      this.way = way;
    }

    @ProcessElement
    public void process(@Element Long n, OutputReceiver<Row> out) {
      // Then nothing, while time goes on.
      if (n < 2L * KEYS) {
        out.output(Row.withSchema(RECORD).addValues(way.key(n), n).build());
      }
    }
  }

  private static final class SinkFn extends DoFn<Row, Void> {

    private transient boolean beforeFailure;

    @Setup
    public void setup() {
      beforeFailure = FAILURES.get() == 0;
    }

    @ProcessElement
    public void process(@Element Row row, BundleFinalizer finalizer) {
      long n = row.getInt64("n");
      if (!beforeFailure) {
        AFTER.computeIfAbsent(n, unused -> new AtomicInteger()).incrementAndGet();
        return;
      }
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardMinutes(1)),
          () -> {
            BEFORE.add(n);
            SINCE_CHECKPOINT.set(0);
            checkpointNanos = System.nanoTime();
          });
      if (!BEFORE.isEmpty()
          && SINCE_CHECKPOINT.incrementAndGet() > RECORDS_BEFORE_FAILURE
          && System.nanoTime() - checkpointNanos < FAILS_WITHIN_NANOS
          && FAILURES.compareAndSet(0, 1)) {
        throw new IllegalStateException("The sink fails once.");
      }
    }
  }
}
