package io.summerbeam.contract;

import io.summerbeam.runners.Cancellation;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;

/** Runs a pipeline that does not end by itself, until its lines are there. */
final class EndlessRun {

  private static final long PATIENCE_MILLIS = 180_000;
  private static final long LOOK_MILLIS = 100;
  private static final long AFTERMATH_MILLIS = 2_000;
  private static final String SPARK_WATERMARKS =
      "org.apache.beam.runners.spark.util.GlobalWatermarkHolder";

  private EndlessRun() {}

  /**
   * Runs and cancels it.
   *
   * @param what what runs, for messages
   * @param hasAll whether the lines are there; it is cancelled without them where they do not come
   */
  static void run(String what, RunnerMode mode, Pipeline pipeline, Callable<Boolean> hasAll)
      throws Exception {
    LaunchedOptions.prepare(pipeline);
    PipelineResult result = pipeline.run();
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!hasAll.call() && System.currentTimeMillis() < end) {
      await(what, result, LOOK_MILLIS);
    }
    // A line too many would come now.
    await(what, result, AFTERMATH_MILLIS);
    Cancellation.cancel(result);
    if (mode.runner == RunnerProcess.Runner.SPARK) {
      forgetWatermarks();
    }
  }

  private static void await(String what, PipelineResult result, long millis) {
    PipelineResult.State state = result.waitUntilFinish(Duration.millis(millis));
    if (state != null && state.isTerminal()) {
      throw new IllegalStateException(what + " ended by itself as " + state);
    }
  }

  /** Else everything is late in the next pipeline: Spark's watermarks belong to the JVM. */
  private static void forgetWatermarks() throws ReflectiveOperationException {
    Class.forName(SPARK_WATERMARKS).getMethod("clear").invoke(null);
  }
}
