package io.summerbeam.runners;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.LocalCounts;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline, watched until it ends. The pipeline runs in a thread of its own, because
 * some runners return from {@code run()} at once and some only at the end.
 */
final class JobRun {

  private final Pipeline pipeline;
  private final Progress progress;
  private final StepOrder order;
  private final Map<CounterName, Long> before = LocalCounts.snapshot();
  private final long startNanos = System.nanoTime();
  private volatile @Nullable PipelineResult running;
  private volatile boolean cancelled;

  JobRun(Pipeline pipeline, Progress progress) {
    this.pipeline = pipeline;
    this.progress = progress;
    this.order = StepOrder.of(pipeline);
  }

  /**
   * Runs the pipeline to its end.
   *
   * @return what was counted
   * @throws ExecutionException with what made the pipeline fail as its cause
   */
  Counts toEnd() throws ExecutionException, InterruptedException {
    FutureTask<PipelineResult> task = new FutureTask<>(this::run);
    Thread thread = new Thread(task, "pipeline");
    thread.setDaemon(true);
    thread.start();
    try {
      PipelineResult result = watch(task);
      Counts collected = Counts.of(result, order);
      return collected.steps().isEmpty() ? Counts.since(before, order) : collected;
    } finally {
      progress.end();
    }
  }

  /** Asks the runner to end the pipeline, where it can be asked. */
  void cancel() {
    cancelled = true;
    PipelineResult result = running;
    if (result != null) {
      try {
        result.cancel();
      } catch (IOException | UnsupportedOperationException e) {
        // The process ends now in any case, and with it all that runs in it.
        return;
      }
    }
  }

  long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    running = result;
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE && state != PipelineResult.State.UPDATED) {
      throw new IllegalStateException("The runner ended the pipeline in the state " + state + ".");
    }
    return result;
  }

  private PipelineResult watch(FutureTask<PipelineResult> task)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        return task.get(progress.intervalMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!cancelled) {
          progress.show(elapsedMillis(), Counts.since(before, order));
        }
      }
    }
  }
}
