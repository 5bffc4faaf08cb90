package io.summerbeam.transforms.dedup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Digests the key fields of each row and sends it to its bucket, in batches: what a runner does for
 * an element of keyed state costs more than what we do for a record.
 *
 * <p>A batch goes at the end of the bundle, or when it is full. Its time is that of its earliest
 * record. That may be before the record at hand, but never makes a record late: until a bundle has
 * ended, the watermark does not pass what came in with it. (On Flink with checkpoints that takes
 * {@code --finishBundleBeforeCheckpointing}, which the Flink profile sets.)
 */
final class KeyFn extends DoFn<Row, KV<Integer, List<Keyed>>> {

  private static final long serialVersionUID = 1;

  /** Keeps elements small where a bundle is a whole partition. */
  private static final int BATCH_RECORDS = 128;

  /** What all batches together hold back at most. */
  private static final int HELD_RECORDS = 8192;

  private final Schema keySchema;
  private final int[] indexes;
  private final int buckets;
  private transient @Nullable KeyDigester digester;
  private transient Map<Target, List<Keyed>> batches = new HashMap<>();
  private transient int held;

  KeyFn(Schema keySchema, int[] indexes, int buckets) {
    this.keySchema = keySchema;
    this.indexes = indexes.clone();
    this.buckets = buckets;
  }

  /** Where a batch goes. */
  private record Target(BoundedWindow window, int bucket) {}

  @StartBundle
  public void startBundle() {
    batches = new HashMap<>();
    held = 0;
  }

  @ProcessElement
  public void process(
      @Element Row row,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      OutputReceiver<KV<Integer, List<Keyed>>> out) {
    KeyDigester keys = digester;
    if (keys == null) {
      keys = new KeyDigester(keySchema, indexes);
      digester = keys;
    }
    Digest digest = keys.digest(row);
    Target target = new Target(window, digest.bucket(buckets));
    List<Keyed> batch = batches.computeIfAbsent(target, t -> new ArrayList<>());
    batch.add(new Keyed(digest, timestamp.getMillis(), row));
    held++;
    if (batch.size() == BATCH_RECORDS) {
      batches.remove(target);
      send(target, batch, out);
    } else if (held == HELD_RECORDS) {
      batches.forEach((to, each) -> send(to, each, out));
      batches.clear();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    batches.forEach(
        (target, batch) ->
            context.output(KV.of(target.bucket(), batch), earliest(batch), target.window()));
    batches.clear();
  }

  /** Any: see the class comment. */
  @SuppressWarnings("deprecation") // Nothing else lets a batch have the time of its records.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private void send(
      Target target, List<Keyed> batch, OutputReceiver<KV<Integer, List<Keyed>>> out) {
    held -= batch.size();
    out.outputWindowedValue(
        KV.of(target.bucket(), batch),
        earliest(batch),
        List.of(target.window()),
        PaneInfo.NO_FIRING);
  }

  private static Instant earliest(List<Keyed> batch) {
    long earliest = Long.MAX_VALUE;
    for (Keyed each : batch) {
      earliest = Math.min(earliest, each.time());
    }
    return Instant.ofEpochMilli(earliest);
  }
}
