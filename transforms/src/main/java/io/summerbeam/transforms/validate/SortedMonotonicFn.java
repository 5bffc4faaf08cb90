package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * {@link MonotonicFn} for bounded input, which the runner sorts by event time. Of unbounded input
 * that would drop the records that come too late to be sorted.
 */
final class SortedMonotonicFn extends DoFn<KV<Row, Row>, Row> {

  private static final long serialVersionUID = 1;

  private final MonotonicMarker marker;

  @StateId("known")
  private final StateSpec<ValueState<Row>> knownSpec;

  SortedMonotonicFn(MonotonicMarker marker) {
    this.marker = marker;
    this.knownSpec = StateSpecs.value(marker.stateCoder());
  }

  @RequiresTimeSortedInput
  @ProcessElement
  public void process(
      @Element KV<Row, Row> keyed,
      @Timestamp Instant time,
      @StateId("known") ValueState<Row> known,
      OutputReceiver<Row> out) {
    out.output(marker.mark(keyed.getValue(), time, known));
  }
}
