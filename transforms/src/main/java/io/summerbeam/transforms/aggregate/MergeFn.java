package io.summerbeam.transforms.aggregate;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Merges the accumulators of a group. */
final class MergeFn extends CombineFn<Accumulator, Accumulator, Accumulator> {

  private static final long serialVersionUID = 1;

  private final List<Measure.Bound> measures;

  MergeFn(List<Measure.Bound> measures) {
    this.measures = measures;
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
  public Accumulator compact(Accumulator accumulator) {
    accumulator.compact();
    return accumulator;
  }

  @Override
  public Accumulator extractOutput(Accumulator accumulator) {
    return accumulator;
  }

  @Override
  public Coder<Accumulator> getAccumulatorCoder(
      CoderRegistry registry, Coder<Accumulator> inputCoder) {
    return new AccumulatorCoder(measures);
  }

  @Override
  public Coder<Accumulator> getDefaultOutputCoder(
      CoderRegistry registry, Coder<Accumulator> inputCoder) {
    return new AccumulatorCoder(measures);
  }
}
