package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Writes what Beam has merged of a group as a row. */
final class ResultFn extends DoFn<KV<Row, Accumulator>, Row> {

  private static final long serialVersionUID = 1;

  private final Results results;
  private final RecordCounters counters;

  ResultFn(String stepName, Results results) {
    this.results = results;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(
      @Element KV<Row, Accumulator> group,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<Row> out) {
    if (group.getValue().isEmpty()) {
      // Flink's runner, in streaming, fires a window again when it is closed at once with its end.
      return;
    }
    counters.out();
    out.output(results.of(group.getKey(), window, group.getValue(), pane));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
