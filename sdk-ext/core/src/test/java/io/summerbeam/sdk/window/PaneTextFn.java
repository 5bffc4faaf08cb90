package io.summerbeam.sdk.window;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** A firing as text: {@code 00:00-00:10 3 ON_TIME last}. */
final class PaneTextFn extends DoFn<KV<String, Long>, String> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(
      @Element KV<String, Long> count,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<String> out) {
    String times =
        window instanceof IntervalWindow interval
            ? text(interval.start()) + "-" + text(interval.end())
            : "global";
    out.output(
        times + " " + count.getValue() + " " + pane.getTiming() + (pane.isLast() ? " last" : ""));
  }

  private static String text(Instant time) {
    return time.toString().substring("2001-01-01T".length(), "2001-01-01T00:00".length());
  }
}
