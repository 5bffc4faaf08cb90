package io.summerbeam.runners;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.LocalCounts;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline, watched until it ends. The pipeline runs in a thread of its own, because
 * some runners return from {@code run()} at once and some only at the end.
 */
final class JobRun {

  private static final long LOOK_MILLIS = 500;

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
   * Runs the pipeline to its end, or until it is over.
   *
   * @param isOver asked twice a second: whether the pipeline, which may not end by itself, has done
   *     all there is to do. It is cancelled then, and what a cancelled pipeline says is no failure
   * @return what was counted
   * @throws ExecutionException with what made the pipeline fail as its cause
   */
  Counts toEnd(BooleanSupplier isOver) throws ExecutionException, InterruptedException {
    FutureTask<PipelineResult> task = new FutureTask<>(this::run);
    Thread thread = new Thread(task, "pipeline");
    thread.setDaemon(true);
    thread.start();
    try {
      if (watch(task, isOver)) {
        return counts(task.get());
      }
      end(task);
      return counts(running);
    } catch (RuntimeException e) {
      end(task);
      throw e;
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
        Cancellation.cancel(result);
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

  /** True when the pipeline has ended by itself, false when it is over. */
  private boolean watch(FutureTask<PipelineResult> task, BooleanSupplier isOver)
      throws ExecutionException, InterruptedException {
    long shownMillis = 0;
    while (true) {
      try {
        task.get(Math.min(LOOK_MILLIS, progress.intervalMillis()), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        long now = elapsedMillis();
        if (!cancelled && now - shownMillis >= progress.intervalMillis()) {
          shownMillis = now;
          progress.show(now, Counts.since(before, order));
        }
        if (isOver.getAsBoolean()) {
          return false;
        }
      }
    }
  }

  /** Ends a pipeline that is over; one that cannot be ended, ends with the process. */
  private void end(FutureTask<PipelineResult> task) {
    if (running != null && Patience.ends("cancel", this::cancel)) {
      try {
        task.get(Patience.MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // It was cancelled, which some runners call a failure.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Counts counts(@Nullable PipelineResult result) {
    Counts here = Counts.since(before, order);
    if (result == null) {
      return here;
    }
    Counts collected = Counts.of(result, order);
    return collected.steps().isEmpty() ? here : collected;
  }
}
