package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * A job whose step {@code Call} fails as often as its record says, and that brings back what may
 * succeed later; it runs until it is closed.
 */
final class RetryingJob implements AutoCloseable {

  /** How often a record fails before it succeeds, and whether trying again is of use. */
  static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addInt64Field("failures")
          .addBooleanField("permanent")
          .addStringField("step")
          .build();

  private static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  private static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final Map<String, RetryingJob> RUNNING = new ConcurrentHashMap<>();

  /** What came out, and its time. */
  record Timed(Row row, Instant time) {}

  private final String id = UUID.randomUUID().toString();
  private final Queue<Timed> rows = new ConcurrentLinkedQueue<>();
  // When each record was tried.
  private final Map<Long, Queue<Long>> calls = new ConcurrentHashMap<>();
  private final PipelineResult result;

  /**
   * Starts it.
   *
   * @param topic null where only what is retried is read
   */
  RetryingJob(String topic, KafkaRetries retries) {
    RUNNING.put(id, this);
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(retries)) {
      PCollection<Row> again =
          pipeline.apply("Again", retries.read().withSchema(SCHEMA).withDeadLetters(dead));
      PCollection<Row> all =
          topic == null
              ? again
              : PCollectionList.of(again)
                  .and(
                      pipeline.apply(
                          "Fresh",
                          KafkaRows.read(TestBroker.connection(), topic)
                              .withSchema(SCHEMA)
                              .withDeadLetters(dead)))
                  .apply("Both", Flatten.pCollections());
      PCollectionTuple outputs =
          all.apply(
              "Call", ParDo.of(new CallFn(id, dead)).withOutputTags(OUT, TupleTagList.of(DEAD)));
      dead.addErrorCollection(outputs.get(DEAD));
      outputs.get(OUT).setRowSchema(all.getSchema()).apply("Keep", ParDo.of(new KeepFn(id)));
    }
    result = pipeline.run();
  }

  List<Timed> awaitRows(int count) throws InterruptedException {
    Leftovers.await(count + " rows", () -> rows.size() >= count);
    return List.copyOf(rows);
  }

  /** When a record was tried, in milliseconds. */
  List<Long> calls(long record) {
    return List.copyOf(calls.get(record));
  }

  @Override
  public void close() throws IOException {
    result.cancel();
    RUNNING.remove(id);
  }

  private static final class CallFn extends DoFn<Row, Row> {
    private static final long serialVersionUID = 1;
    private final String job;
    private final DeadLetterFactory call;
    private final DeadLetterFactory other;

    CallFn(String job, DeadLetters dead) {
      this.job = job;
      this.call = dead.factory("Call");
      this.other = dead.factory("Other");
    }

    @ProcessElement
    public void process(
        @Element Row row, @Timestamp Instant time, BoundedWindow window, MultiOutputReceiver out) {
      RetryingJob running = RUNNING.get(job);
      if (running == null) {
        return;
      }
      Queue<Long> calls =
          running.calls.computeIfAbsent(
              row.getInt64("id"), record -> new ConcurrentLinkedQueue<>());
      calls.add(System.currentTimeMillis());
      if (calls.size() > row.getInt64("failures")) {
        out.get(OUT).output(row);
        return;
      }
      Severity severity = row.getBoolean("permanent") ? Severity.PERMANENT : Severity.RETRYABLE;
      out.get(DEAD)
          .output(
              (row.getString("step").equals("Call") ? call : other)
                  .ofRow(
                      row,
                      time,
                      window,
                      Failure.of(Reason.LOOKUP_FAILED, "no answer").with(severity, 1)));
    }
  }

  private static final class KeepFn extends DoFn<Row, Void> {
    private static final long serialVersionUID = 1;
    private final String job;

    KeepFn(String job) {
      this.job = job;
    }

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time) {
      RetryingJob running = RUNNING.get(job);
      if (running != null) {
        running.rows.add(new Timed(row, time));
      }
    }
  }
}
