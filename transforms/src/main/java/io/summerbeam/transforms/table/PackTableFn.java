package io.summerbeam.transforms.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;

/**
 * Packs the entries of a bundle into few arrays of bytes. So the table travels as bytes, which cost
 * next to nothing to encode, copy and merge, where a runner would do that row by row.
 */
final class PackTableFn extends DoFn<Row, byte[]> {

  private static final long serialVersionUID = 1;

  // Large, so that there are few to merge; and far below what any runner takes for one element.
  private static final int CHUNK_BYTES = 1 << 18;

  private final TableEntries shape;

  // Not yet put out. All of it is in the memory of every worker before long, so it needs no bound.
  private transient Map<BoundedWindow, ByteArrayOutputStream> chunks = new HashMap<>();

  PackTableFn(TableEntries shape) {
    this.shape = shape;
  }

  @StartBundle
  public void startBundle() {
    chunks = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element Row tableRow, BoundedWindow window, OutputReceiver<byte[]> out)
      throws IOException {
    ByteArrayOutputStream chunk = chunks.computeIfAbsent(window, w -> new ByteArrayOutputStream());
    shape.write(tableRow, chunk);
    if (chunk.size() >= CHUNK_BYTES) {
      chunks.remove(window);
      out.output(chunk.toByteArray());
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    chunks.forEach(
        (window, chunk) -> context.output(chunk.toByteArray(), window.maxTimestamp(), window));
  }
}
