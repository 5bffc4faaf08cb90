package io.summerbeam.io.files;

import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Gives each record the key of its file: shard, and window, so that windows spread over the
 * workers.
 *
 * <p>The shard follows from the record alone. Where a runner computes a part again, no record
 * changes its file.
 */
final class ShardFn extends DoFn<byte[], KV<Long, byte[]>> {

  private static final long serialVersionUID = 1;

  // 2^32 divided by the golden ratio: it carries every bit of a hash into the upper ones.
  private static final int MIX = 0x9E3779B9;

  private final int shards;
  private final boolean windowsFinal;

  /**
   * @param windowsFinal whether the records' windows are those of the files; sessions still grow
   *     together, and do so only under one key
   */
  ShardFn(int shards, boolean windowsFinal) {
    this.shards = shards;
    this.windowsFinal = windowsFinal;
  }

  /** The shard in a key. */
  static int shardOf(long key) {
    return (int) key;
  }

  @ProcessElement
  public void process(
      @Element byte[] record, BoundedWindow window, OutputReceiver<KV<Long, byte[]>> out) {
    // Not the window's own hash code, which for the global one is another in each JVM.
    long windowHash = windowsFinal ? Long.hashCode(window.maxTimestamp().getMillis()) : 0;
    out.output(KV.of(windowHash << Integer.SIZE | shard(record), record));
  }

  // Not the hash modulo the shards: the one of an array is regular in its last bits, and numbers
  // that are counted up would leave shards empty.
  private int shard(byte[] record) {
    long mixed = Integer.toUnsignedLong(Arrays.hashCode(record) * MIX);
    return (int) ((mixed * shards) >>> Integer.SIZE);
  }
}
