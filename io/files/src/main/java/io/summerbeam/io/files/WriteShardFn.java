package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;

/**
 * Writes the records of one firing of a window and shard into a file, under a hidden name until it
 * is complete.
 *
 * <p>Done again after a failure, it replaces the file by one with the same records.
 */
final class WriteShardFn extends DoFn<KV<Long, Iterable<byte[]>>, String> {

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
      OutputReceiver<String> out)
      throws IOException {
    if (!group.getValue().iterator().hasNext()) {
      // The on-time firing of a window whose records have all left early.
      return;
    }
    String name =
        naming.getFilename(
            window, pane, shards, ShardFn.shardOf(group.getKey()), Compression.UNCOMPRESSED);
    ResourceId folder = FileSystems.matchNewResource(directory, true);
    ResourceId complete = folder.resolve(name, StandardResolveOptions.RESOLVE_FILE);
    // Two attempts at the same file may overlap.
    ResourceId partial =
        folder.resolve("." + name + "." + UUID.randomUUID(), StandardResolveOptions.RESOLVE_FILE);
    try {
      write(group.getValue(), partial);
      FileSystems.rename(List.of(partial), List.of(complete));
    } catch (IOException | RuntimeException e) {
      remove(partial, e);
      throw e;
    }
    out.output(complete.toString());
  }

  private void write(Iterable<byte[]> records, ResourceId file) throws IOException {
    try (WritableByteChannel channel = FileSystems.create(file, MimeTypes.TEXT)) {
      sink.open(channel);
      for (byte[] each : records) {
        sink.write(each);
      }
      sink.flush();
    }
  }

  private static void remove(ResourceId file, Exception failure) {
    try {
      FileSystems.delete(List.of(file));
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
