package io.summerbeam.runners;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;

/** Cancels a pipeline that runs, whatever the runner makes of it. */
public final class Cancellation {

  private Cancellation() {}

  /**
   * Cancels it. On Spark streaming {@link PipelineResult#cancel} interrupts the driver, which may
   * be about to ask a source for its parts, and throws what the source said of that; the pipeline
   * is cancelled all the same, so that it is no failure here.
   *
   * @throws IOException as {@link PipelineResult#cancel} does
   * @throws UnsupportedOperationException where the runner cannot cancel
   */
  public static void cancel(PipelineResult result) throws IOException {
    try {
      result.cancel();
    } catch (RuntimeException e) {
      if (!isInterruption(e) || result.getState() != PipelineResult.State.CANCELLED) {
        throw e;
      }
    }
  }

  private static boolean isInterruption(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }
}
