package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.metric.RecordCounters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Runs of a pipeline that does not end by itself. */
@RunWith(JUnit4.class)
public final class JobRunTest {

  private static final AtomicLong SEEN = new AtomicLong();

  @Test
  public void stream_thatIsOver_isCancelledAndDidNotFail() throws Exception {
    SEEN.set(0);
    Counts counts = new JobRun(endless(), quiet()).toEnd(() -> SEEN.get() > 0);
    assertThat(counts.in() > 0, is(true));
  }

  @Test
  public void stream_thatCanNeverBeOver_fails() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                new JobRun(endless(), quiet())
                    .toEnd(
                        () -> {
                          throw new IllegalStateException("No feed.");
                        }));
    assertThat(e.getMessage(), is("No feed."));
  }

  @Test
  public void stream_whoseStepFails_fails() {
    assertThrows(ExecutionException.class, () -> new JobRun(failing(), quiet()).toEnd(() -> false));
  }

  private static Progress quiet() {
    return new Progress(
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
  }

  private static Pipeline endless() {
    return pipeline(new SeeFn(false));
  }

  private static Pipeline failing() {
    return pipeline(new SeeFn(true));
  }

  private static Pipeline pipeline(SeeFn see) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(GenerateSequence.from(0).withRate(1, org.joda.time.Duration.millis(10)))
        .apply("See", ParDo.of(see));
    return pipeline;
  }

  private static final class SeeFn extends DoFn<Long, Void> {

    private static final long serialVersionUID = 1;

    private final boolean fails;
    private final RecordCounters counters = RecordCounters.of("See");

    SeeFn(boolean fails) {
      this.fails = fails;
    }

    @ProcessElement
    public void process() {
      if (fails) {
        throw new IllegalStateException("It cannot be seen.");
      }
      counters.in();
      SEEN.incrementAndGet();
    }

    @FinishBundle
    public void finishBundle() {
      counters.flush();
    }
  }
}
