package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;

/**
 * Writes the records of one firing of a window and shard into a file that is not yet to be seen.
 * Each attempt has a file of its own; {@link CompleteFileFn} takes the one that counts.
 */
final class WriteShardFn extends DoFn<KV<Long, Iterable<byte[]>>, KV<String, String>> {

  private static final long serialVersionUID = 1;

  private final String directory;
  private final WindowNaming naming;
  private final LinesSink sink;
  private final int shards;

  WriteShardFn(String directory, WindowNaming naming, LinesSink sink, int shards) {
    this.directory = directory;
    this.naming = naming;
    this.sink = sink;
    this.shards = shards;
  }

  @ProcessElement
  public void process(
      @Element KV<Long, Iterable<byte[]>> group,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<KV<String, String>> out)
      throws IOException {
    // Once: Flink gives out the values of a group no second time.
    Iterator<byte[]> records = group.getValue().iterator();
    if (!records.hasNext()) {
      // The on-time firing of a window whose records have all left early.
      return;
    }
    String name =
        naming.getFilename(
            window, pane, shards, ShardFn.shardOf(group.getKey()), Compression.UNCOMPRESSED);
    PartialFile file = PartialFile.of(directory, name);
    try {
      write(records, file);
    } catch (IOException | RuntimeException e) {
      remove(file, e);
      throw e;
    }
    out.output(file.toElement());
  }

  private void write(Iterator<byte[]> records, PartialFile file) throws IOException {
    try (WritableByteChannel channel = file.create()) {
      sink.open(channel);
      while (records.hasNext()) {
        sink.write(records.next());
      }
      sink.flush();
    }
  }

  private static void remove(PartialFile file, Exception failure) {
    try {
      file.remove();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
