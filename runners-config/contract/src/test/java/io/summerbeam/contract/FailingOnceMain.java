package io.summerbeam.contract;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaRows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Writes numbers into a topic, exactly once, and fails again and again: each time as soon as
 * records have come into the topic, the very first ones or those since the last failure, so that
 * the job goes back to what was before the next checkpoint. It prints what is in the topic too
 * often, and what is not. All but the broker is in this JVM, so that it can be told when to fail.
 */
public final class FailingOnceMain {

  private static final int FAILURES = 4;
  private static final int RECORDS_PER_SECOND = 2_000;

  /** What was committed before a failure has come by then, and nothing since. */
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  private static final Schema RECORD = Schema.builder().addInt64Field("n").build();
  private static final String START = "{\"n\":";

  private static final AtomicBoolean FAIL = new AtomicBoolean();
  private static final AtomicLong LAST = new AtomicLong();

  private final KafkaConsumer<String, String> consumer;
  private final Map<Long, Integer> seen = new HashMap<>();
  private final long end = System.nanoTime() + PATIENCE_NANOS;

  private FailingOnceMain(KafkaConsumer<String, String> consumer) {
    this.consumer = consumer;
  }

  /** The brokers, a topic, then pipeline options. The stream does not end, so this JVM does. */
  public static void main(String[] args) {
    EndingMain.run(() -> fail(args));
  }

  private static void fail(String... args) {
    Pipeline pipeline = Pipeline.create(LaunchedOptions.of(Stream.of(args).skip(2).toList()));
    pipeline
        .apply(
            GenerateSequence.from(0)
                .withRate(RECORDS_PER_SECOND, org.joda.time.Duration.standardSeconds(1)))
        .apply("Records", ParDo.of(new RecordFn()))
        .setCoder(RowCoder.of(RECORD))
        .setRowSchema(RECORD)
        .apply(
            KafkaRows.write(KafkaConnection.to(args[0]), args[1])
                .withKeyFields("n")
                .exactlyOnce(args[1], 2));
    CompletableFuture<PipelineResult> run = CompletableFuture.supplyAsync(pipeline::run);
    try (KafkaConsumer<String, String> consumer = consumer(args[0], args[1])) {
      System.out.println(new FailingOnceMain(consumer).watch(run));
    }
  }

  private static KafkaConsumer<String, String> consumer(String brokers, String topic) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private String watch(CompletableFuture<PipelineResult> run) {
    awaitRecords(run);
    int failures = 0;
    while (failures < FAILURES && goesOn(run)) {
      FAIL.set(true);
      while (FAIL.get() && goesOn(run)) {
        poll(Duration.ofMillis(10));
      }
      failures++;
      pollFor(AFTER_FAILURE);
      awaitRecords(run);
    }
    long last = LAST.get();
    while (missing(last) > 0 && goesOn(run)) {
      poll(Duration.ofMillis(100));
    }
    // A record too many would come now.
    pollFor(AFTERMATH);
    return "failures="
        + failures
        + " running="
        + !run.isDone()
        + " enough="
        + (last > RECORDS_PER_SECOND)
        + " missing="
        + missing(last)
        + " repeated="
        + seen.values().stream().filter(copies -> copies > 1).count();
  }

  private boolean goesOn(CompletableFuture<PipelineResult> run) {
    return !run.isDone() && System.nanoTime() < end;
  }

  private void awaitRecords(CompletableFuture<PipelineResult> run) {
    boolean any = false;
    while (!any && goesOn(run)) {
      any = poll(Duration.ofMillis(10));
    }
  }

  private void pollFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      poll(Duration.ofMillis(10));
    }
  }

  private boolean poll(Duration timeout) {
    boolean any = false;
    for (ConsumerRecord<String, String> record : consumer.poll(timeout)) {
      String value = record.value();
      long n = Long.parseLong(value.substring(START.length(), value.length() - 1));
      seen.merge(n, 1, Integer::sum);
      any = true;
    }
    return any;
  }

  private long missing(long last) {
    return LongStream.rangeClosed(0, last).filter(n -> !seen.containsKey(n)).count();
  }

  private static final class RecordFn extends DoFn<Long, Row> {

    @ProcessElement
    public void process(@Element Long n, OutputReceiver<Row> out) {
      if (FAIL.compareAndSet(true, false)) {
        throw new IllegalStateException("The job fails.");
      }
      LAST.accumulateAndGet(n, Math::max);
      out.output(Row.withSchema(RECORD).addValue(n).build());
    }
  }
}
