package io.summerbeam.benchmarks.flights.beam;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Counts bad records where they have come to. */
final class CountFn extends DoFn<String, Void> {

  private static final long serialVersionUID = 1;

  private final Counter dead = Metrics.counter("flights", "dead-letters");

  @ProcessElement
  public void process() {
    dead.inc();
  }
}
