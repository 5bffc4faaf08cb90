package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Makes the event of a number, by its id. */
final class EventByIdFn extends DoFn<Long, KV<String, Event>> {

  private static final long serialVersionUID = 1;

  private final Events events;

  EventByIdFn(Events events) {
    this.events = events;
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<KV<String, Event>> out) {
    Event event = events.event(number);
    out.output(KV.of(event.id(), event));
  }
}
