package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Marks the records whose value falls, in the order in which they come. */
final class MonotonicFn extends DoFn<KV<Row, Row>, Row> {

  private static final long serialVersionUID = 1;

  private final MonotonicMarker marker;

  @StateId("known")
  private final StateSpec<ValueState<Row>> knownSpec;

  MonotonicFn(MonotonicMarker marker) {
    this.marker = marker;
    this.knownSpec = StateSpecs.value(marker.stateCoder());
  }

  @ProcessElement
  public void process(
      @Element KV<Row, Row> keyed,
      @Timestamp Instant time,
      @StateId("known") ValueState<Row> known,
      OutputReceiver<Row> out) {
    out.output(marker.mark(keyed.getValue(), time, known));
  }
}
