package io.summerbeam.transforms.join;

import io.summerbeam.transforms.pairing.KeyReader;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Sends each record of a side to its key. One without a key has no partner. */
final class KeySideFn extends DoFn<Row, KV<Row, Candidate>> {

  private static final long serialVersionUID = 1;

  private final boolean left;
  private final KeyReader keys;
  private final Unmatched unmatched;

  KeySideFn(boolean left, KeyReader keys, Unmatched unmatched) {
    this.left = left;
    this.keys = keys;
    this.unmatched = unmatched;
  }

  @Setup
  public void setup() {
    unmatched.open();
  }

  @ProcessElement
  public void process(@Element Row row, @Timestamp Instant time, MultiOutputReceiver out) {
    unmatched.counters().in();
    Row key = keys.read(row);
    if (key == null) {
      unmatched.sendWithoutKey(left, row, time, out.get(JoinWithin.OUT), out.get(JoinWithin.DEAD));
    } else {
      out.get(JoinWithin.KEYED)
          .output(KV.of(key, new Candidate(left, time.getMillis(), false, row)));
    }
  }

  @FinishBundle
  public void finishBundle() {
    unmatched.counters().flush();
  }
}
