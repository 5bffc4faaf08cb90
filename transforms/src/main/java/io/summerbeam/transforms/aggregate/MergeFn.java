package io.summerbeam.transforms.aggregate;

import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.values.Row;

/** Merges the accumulators of a group and gives its measures as a row. */
final class MergeFn extends CombineFn<Accumulator, Accumulator, Row> {

  private static final long serialVersionUID = 1;

  private final List<Measure.Bound> measures;
  private final Schema measureSchema;

  MergeFn(List<Measure.Bound> measures, Schema measureSchema) {
    this.measures = measures;
    this.measureSchema = measureSchema;
  }

  @Override
  public Accumulator createAccumulator() {
    return Accumulator.empty(measures);
  }

  @Override
  public Accumulator addInput(Accumulator accumulator, Accumulator input) {
    accumulator.merge(input);
    return accumulator;
  }

  @Override
  public Accumulator mergeAccumulators(Iterable<Accumulator> accumulators) {
    Accumulator merged = createAccumulator();
    accumulators.forEach(merged::merge);
    return merged;
  }

  @Override
  public Row extractOutput(Accumulator accumulator) {
    Object[] results = new Object[measures.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = accumulator.result(i);
    }
    return Row.withSchema(measureSchema).attachValues(Arrays.asList(results));
  }

  @Override
  public Coder<Accumulator> getAccumulatorCoder(
      CoderRegistry registry, Coder<Accumulator> inputCoder) {
    return new AccumulatorCoder(measures);
  }

  @Override
  public Coder<Row> getDefaultOutputCoder(CoderRegistry registry, Coder<Accumulator> inputCoder) {
    return RowCoder.of(measureSchema);
  }
}
