package io.summerbeam.transforms.enrich;

import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Sends each change into all windows with records that it is valid for. */
final class SpreadChangesFn extends DoFn<KV<Row, Arrival>, KV<Row, Arrival>> {

  private static final long serialVersionUID = 1;

  private static final long END = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  private final ChangelogWindows windows;
  private final long ttl;

  SpreadChangesFn(ChangelogWindows windows, long ttl) {
    this.windows = windows;
    this.ttl = ttl;
  }

  @ProcessElement
  public void process(@Element KV<Row, Arrival> change, OutputReceiver<KV<Row, Arrival>> out) {
    long time = Objects.requireNonNull(change.getValue().version()).time();
    out.output(change);
    // With the time of the window, or the watermark would be held at the change for all its life.
    long until = Math.min(time + ttl, END);
    for (long start = windows.startOf(time) + windows.size();
        start < until;
        start += windows.size()) {
      out.outputWithTimestamp(change, Instant.ofEpochMilli(start));
    }
  }
}
