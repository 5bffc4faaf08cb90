package io.summerbeam.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** A stream with checkpoints, which Flink would start again for ever, ends. */
@RunWith(JUnit4.class)
public final class FlinkFinalFailureTest {

  private static final Schema NUMBER = Schema.builder().addInt64Field("n").build();
  private static final long PATIENCE_MILLIS = 120_000;
  private static final AtomicInteger STARTS = new AtomicInteger();

  private final Pipeline pipeline = Pipeline.create(options());

  private static FlinkPipelineOptions options() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setStreaming(true);
    options.setCheckpointingInterval(200L);
    options.setParallelism(1);
    new FlinkProfile()
        .defaults(options, Set.of("streaming", "checkpointingInterval", "parallelism"));
    return options;
  }

  @Before
  public void beNew() {
    STARTS.set(0);
  }

  private PCollection<Row> numbers() {
    return pipeline
        .apply(GenerateSequence.from(0).withRate(100, org.joda.time.Duration.standardSeconds(1)))
        .apply(
            MapElements.into(TypeDescriptors.rows())
                .via(n -> Row.withSchema(NUMBER).addValue(n).build()))
        .setRowSchema(NUMBER);
  }

  private static String failure(Pipeline pipeline) {
    Throwable last = assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());
    StringBuilder messages = new StringBuilder();
    for (Throwable each = last; each != null; each = each.getCause()) {
      messages.append(each).append('\n');
    }
    return messages.toString();
  }

  @Test(timeout = PATIENCE_MILLIS)
  public void tooManyFailures_withinATime() {
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      numbers()
          .apply(
              Steps.of(new FailFrom(50))
                  .withDeadLetters(dead)
                  .withErrorThreshold(ErrorThreshold.count(100).within(Duration.ofMinutes(1))));
    }
    assertThat(
        failure(pipeline), containsString("FailFrom: more than 100 records failed within PT1M: "));
    assertThat(STARTS.get(), equalTo(1));
  }

  @Test(timeout = PATIENCE_MILLIS)
  public void recordThatFails_whereThereAreNoDeadLetters() {
    numbers().apply(Steps.of(new FailFrom(50)));
    assertThat(failure(pipeline), containsString("FailFrom: malformed: it fails. With withDead"));
    assertThat(STARTS.get(), equalTo(1));
  }

  private record FailFrom(long first) implements RowStep {

    @Override
    public String stepName() {
      return "FailFrom";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      STARTS.incrementAndGet();
      return (row, context) -> {
        if (row.getInt64(0) < first) {
          return row;
        }
        context.fail(Failure.of(Reason.MALFORMED, "it fails"));
        return null;
      };
    }
  }
}
