package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** A reading that goes on until it is closed, and what it has given so far. */
final class RunningRead implements AutoCloseable {

  private static final ConcurrentHashMap<String, Queue<Object>> OUTPUTS = new ConcurrentHashMap<>();

  /** What came out, and its time. */
  record Timed(Row row, Instant time) {}

  private final String id = UUID.randomUUID().toString();
  private final PipelineResult result;

  RunningRead(Function<DeadLetters, ReadKafkaRows> read) {
    this(read, rows -> rows);
  }

  /** With steps behind the reading. */
  RunningRead(
      Function<DeadLetters, ReadKafkaRows> read,
      SerializableFunction<PCollection<Row>, PCollection<Row>> steps) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    steps
        .apply(pipeline.apply(read.apply(dead)))
        .apply("KeepRows", ParDo.of(new KeepRowsFn(id)));
    dead.close();
    dead.collection().apply("KeepLetters", ParDo.of(new KeepLettersFn(id)));
    OUTPUTS.put(id, new ConcurrentLinkedQueue<>());
    this.result = pipeline.run();
  }

  /** Waits until a condition holds for the rows. */
  List<Timed> awaitRows(int count) throws InterruptedException {
    Leftovers.await(count + " rows", () -> rows().size() >= count);
    return rows();
  }

  List<DeadLetter> awaitLetters(int count) throws InterruptedException {
    Leftovers.await(count + " dead letters", () -> letters().size() >= count);
    return letters();
  }

  List<Timed> rows() {
    return outputs(Timed.class);
  }

  List<DeadLetter> letters() {
    return outputs(DeadLetter.class);
  }

  private <T> List<T> outputs(Class<T> type) {
    return OUTPUTS.get(id).stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void close() throws IOException {
    result.cancel();
    OUTPUTS.remove(id);
  }

  private static final class KeepRowsFn extends DoFn<Row, Void> {
    private static final long serialVersionUID = 1;
    private final String id;

    KeepRowsFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time) {
      Queue<Object> outputs = OUTPUTS.get(id);
      if (outputs != null) {
        outputs.add(new Timed(row, time));
      }
    }
  }

  private static final class KeepLettersFn extends DoFn<DeadLetter, Void> {
    private static final long serialVersionUID = 1;
    private final String id;

    KeepLettersFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element DeadLetter letter) {
      Queue<Object> outputs = OUTPUTS.get(id);
      if (outputs != null) {
        outputs.add(letter);
      }
    }
  }
}
