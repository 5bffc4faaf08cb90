package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Makes the event of a number, by the bucket that its id falls to. */
final class EventByBucketFn extends DoFn<Long, KV<Integer, Event>> {

  private static final long serialVersionUID = 1;

  private final Events events;
  private final int buckets;

  EventByBucketFn(Events events, int buckets) {
    this.events = events;
    this.buckets = buckets;
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<KV<Integer, Event>> out) {
    Event event = events.event(number);
    out.output(KV.of(Math.floorMod(event.id().hashCode(), buckets), event));
  }
}
