package io.summerbeam.transforms.join;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends each record of a side to its key. One without a key has no partner. */
final class KeySideFn extends DoFn<Row, KV<Row, Candidate>> {

  private static final long serialVersionUID = 1;

  private final boolean left;
  private final Schema keySchema;
  private final int[] keys;
  private final boolean kept;
  private final JoinedRows joined;
  private final RecordCounters counters;

  /**
   * @param keySchema of both sides
   * @param keys the indexes of its fields in this side's records
   * @param kept whether records without a partner come out
   */
  KeySideFn(
      String stepName,
      boolean left,
      Schema keySchema,
      int[] keys,
      boolean kept,
      JoinedRows joined) {
    this.left = left;
    this.keySchema = keySchema;
    this.keys = keys.clone();
    this.kept = kept;
    this.joined = joined;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(@Element Row row, @Timestamp Instant time, MultiOutputReceiver out) {
    counters.in();
    Row key = key(row);
    if (key != null) {
      out.get(JoinWithin.KEYED)
          .output(KV.of(key, new Candidate(left, time.getMillis(), false, row)));
    } else if (kept) {
      counters.add(JoinWithin.UNMATCHED, 1);
      counters.out();
      out.get(JoinWithin.OUT).output(left ? joined.row(row, null) : joined.row(null, row));
    } else {
      counters.dropped();
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private @Nullable Row key(Row row) {
    Object[] values = new Object[keys.length];
    for (int i = 0; i < values.length; i++) {
      Object value = row.getValue(keys[i]);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return Row.withSchema(keySchema).attachValues(Arrays.asList(values));
  }
}
