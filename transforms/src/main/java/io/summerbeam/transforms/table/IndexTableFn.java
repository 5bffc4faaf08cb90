package io.summerbeam.transforms.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/**
 * Collects the packed entries of the table and makes one index of them. A map view would be built
 * anew at each access on some runners.
 */
final class IndexTableFn extends CombineFn<byte[], List<byte[]>, TableIndex> {

  private static final long serialVersionUID = 1;

  private final TableEntries shape;

  IndexTableFn(TableEntries shape) {
    this.shape = shape;
  }

  @Override
  public List<byte[]> createAccumulator() {
    return new ArrayList<>();
  }

  @Override
  public List<byte[]> addInput(List<byte[]> chunks, byte[] chunk) {
    chunks.add(chunk);
    return chunks;
  }

  @Override
  public List<byte[]> mergeAccumulators(Iterable<List<byte[]>> accumulators) {
    List<byte[]> merged = new ArrayList<>();
    accumulators.forEach(merged::addAll);
    return merged;
  }

  @Override
  public TableIndex extractOutput(List<byte[]> chunks) {
    return TableIndex.checked(List.copyOf(chunks), shape);
  }

  @Override
  public Coder<List<byte[]>> getAccumulatorCoder(CoderRegistry registry, Coder<byte[]> inputCoder) {
    return ListCoder.of(ByteArrayCoder.of());
  }

  @Override
  public Coder<TableIndex> getDefaultOutputCoder(CoderRegistry registry, Coder<byte[]> inputCoder) {
    return new TableIndexCoder(shape);
  }
}
