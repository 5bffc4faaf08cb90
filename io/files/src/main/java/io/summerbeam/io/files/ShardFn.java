package io.summerbeam.io.files;

import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Gives each record the key of its file: window and shard, so that windows spread over the workers.
 *
 * <p>The shard follows from the record alone. Where a runner computes a part again, no record
 * changes its file.
 */
final class ShardFn extends DoFn<byte[], KV<Long, byte[]>> {

  private static final long serialVersionUID = 1;

  private final int shards;

  ShardFn(int shards) {
    this.shards = shards;
  }

  /** The shard in a key. */
  static int shardOf(long key) {
    return (int) key;
  }

  @ProcessElement
  public void process(
      @Element byte[] record, BoundedWindow window, OutputReceiver<KV<Long, byte[]>> out) {
    int shard = Math.floorMod(Arrays.hashCode(record), shards);
    // Not the window's own hash code, which for the global one is another in each JVM.
    long windowHash = Long.hashCode(window.maxTimestamp().getMillis());
    out.output(KV.of(windowHash << Integer.SIZE | shard, record));
  }
}
