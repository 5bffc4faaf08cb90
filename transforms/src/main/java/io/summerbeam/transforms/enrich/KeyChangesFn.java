package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.transforms.pairing.KeyReader;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Sends each change to its key. One without a key is for no record. */
final class KeyChangesFn extends DoFn<Row, KV<Row, Arrival>> {

  private static final long serialVersionUID = 1;

  private final KeyReader keys;
  private final ChangeReader changes;
  private final RecordCounters counters;

  KeyChangesFn(String stepName, KeyReader keys, ChangeReader changes) {
    this.keys = keys;
    this.changes = changes;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(
      @Element Row change, @Timestamp Instant time, OutputReceiver<KV<Row, Arrival>> out) {
    counters.add("changes_in", 1);
    Row key = keys.read(change);
    if (key == null) {
      counters.add("changes_without_key", 1);
    } else {
      out.output(KV.of(key, Arrival.of(changes.read(change, time.getMillis()))));
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
