package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends each record to the bucket of its group, in batches: what a runner does for an element of
 * keyed state costs more than what we do for a record.
 *
 * <p>A batch goes at the end of the bundle, or when it is full. Its time is that of its earliest
 * record. That may be before the record at hand, but makes none late: until a bundle has ended, the
 * watermark does not pass what came in with it, and what is on its way holds it back. (On Flink
 * with checkpoints that takes {@code --finishBundleBeforeCheckpointing}, which the Flink profile
 * sets.)
 */
final class KeyRecordsFn extends DoFn<Row, KV<Integer, List<KeyedRecord>>> {

  private static final long serialVersionUID = 1;

  /** Keeps elements small where a bundle is a whole partition. */
  private static final int BATCH_RECORDS = 128;

  /** What all batches together hold back at most. */
  private static final int HELD_RECORDS = 8192;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final RowCoder keyCoder;
  private final int buckets;
  private final RecordCounters counters;
  private transient Map<Integer, List<KeyedRecord>> batches = new HashMap<>();
  private transient int held;

  KeyRecordsFn(String stepName, Schema keySchema, int[] keyIndexes, int buckets) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.keyCoder = RowCoder.of(keySchema);
    this.buckets = buckets;
    this.counters = RecordCounters.of(stepName);
  }

  @StartBundle
  public void startBundle() {
    // Also what a bundle that failed has left.
    batches = new HashMap<>();
    held = 0;
  }

  @ProcessElement
  public void process(
      @Element Row row,
      @Timestamp Instant time,
      OutputReceiver<KV<Integer, List<KeyedRecord>>> out) {
    counters.in();
    GroupKey key = GroupKey.of(key(row), keyCoder);
    int bucket = key.bucket(buckets);
    List<KeyedRecord> batch = batches.computeIfAbsent(bucket, b -> new ArrayList<>());
    batch.add(new KeyedRecord(key, time.getMillis(), row));
    held++;
    if (batch.size() == BATCH_RECORDS) {
      batches.remove(bucket);
      send(bucket, batch, out);
    } else if (held == HELD_RECORDS) {
      batches.forEach((to, each) -> send(to, each, out));
      batches.clear();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    batches.forEach(
        (bucket, batch) ->
            context.output(KV.of(bucket, batch), earliest(batch), GlobalWindow.INSTANCE));
    batches.clear();
    counters.flush();
  }

  /** Any: see the class comment. */
  @SuppressWarnings("deprecation") // Nothing else lets a batch have the time of its records.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private void send(
      int bucket, List<KeyedRecord> batch, OutputReceiver<KV<Integer, List<KeyedRecord>>> out) {
    held -= batch.size();
    out.outputWindowedValue(
        KV.of(bucket, batch), earliest(batch), List.of(GlobalWindow.INSTANCE), PaneInfo.NO_FIRING);
  }

  private Row key(Row row) {
    @Nullable Object[] key = new @Nullable Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getValue(keyIndexes[i]);
    }
    return Row.withSchema(keySchema).attachValues(Arrays.asList(key));
  }

  private static Instant earliest(List<KeyedRecord> batch) {
    long earliest = Long.MAX_VALUE;
    for (KeyedRecord each : batch) {
      earliest = Math.min(earliest, each.time());
    }
    return Instant.ofEpochMilli(earliest);
  }
}
