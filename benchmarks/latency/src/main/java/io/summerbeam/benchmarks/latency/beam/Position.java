package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.beam.sdk.io.UnboundedSource;

/**
 * Where reading goes on.
 *
 * @param next the number of the first record that was not read
 */
record Position(long next) implements UnboundedSource.CheckpointMark {

  @Override
  public void finalizeCheckpoint() {
    Measurement.current().checkpointCompleted();
  }
}
