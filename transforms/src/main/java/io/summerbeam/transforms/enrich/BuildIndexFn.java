package io.summerbeam.transforms.enrich;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.values.Row;

/**
 * Collects the entries of the table and builds the index once. A map view would be built anew at
 * each access on some runners.
 */
final class BuildIndexFn extends CombineFn<Row, List<Row>, TableIndex> {

  private static final long serialVersionUID = 1;

  private final TableEntries shape;

  BuildIndexFn(TableEntries shape) {
    this.shape = shape;
  }

  @Override
  public List<Row> createAccumulator() {
    return new ArrayList<>();
  }

  @Override
  public List<Row> addInput(List<Row> entries, Row tableRow) {
    entries.add(shape.entryOf(tableRow));
    return entries;
  }

  @Override
  public List<Row> mergeAccumulators(Iterable<List<Row>> accumulators) {
    List<Row> merged = new ArrayList<>();
    accumulators.forEach(merged::addAll);
    return merged;
  }

  @Override
  public TableIndex extractOutput(List<Row> entries) {
    return new TableIndex(entries, shape);
  }

  @Override
  public Coder<List<Row>> getAccumulatorCoder(CoderRegistry registry, Coder<Row> inputCoder) {
    return ListCoder.of(RowCoder.of(shape.schema()));
  }

  @Override
  public Coder<TableIndex> getDefaultOutputCoder(CoderRegistry registry, Coder<Row> inputCoder) {
    return new TableIndexCoder(shape);
  }
}
