package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import org.apache.beam.sdk.transforms.DoFn;

/** Where the events by hand end. */
final class EventChecksumFn extends DoFn<Event, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Event event) {
    Events.passed(event.id(), event.amount());
  }
}
