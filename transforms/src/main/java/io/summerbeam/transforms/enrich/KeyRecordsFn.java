package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.pairing.KeyReader;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Sends each record to its key, with its time and window. One without a key misses. */
final class KeyRecordsFn extends DoFn<Row, KV<Row, Arrival>> {

  private static final long serialVersionUID = 1;

  private final KeyReader keys;
  private final Meeting meeting;

  KeyRecordsFn(KeyReader keys, Meeting meeting) {
    this.keys = keys;
    this.meeting = meeting;
  }

  @Setup
  public void setup() {
    meeting.open();
  }

  @ProcessElement
  public void process(
      @Element Row row, @Timestamp Instant time, BoundedWindow window, MultiOutputReceiver out) {
    meeting.counters().in();
    WaitingRecord record = new WaitingRecord(row, time.getMillis(), window);
    Row key = keys.read(row);
    if (key == null) {
      meeting.send(
          record, null, out.get(EnrichFromChangelog.OUT), out.get(EnrichFromChangelog.DEAD));
    } else {
      out.get(EnrichFromChangelog.KEYED).output(KV.of(key, Arrival.of(record)));
    }
  }

  @FinishBundle
  public void finishBundle() {
    meeting.counters().flush();
  }
}
