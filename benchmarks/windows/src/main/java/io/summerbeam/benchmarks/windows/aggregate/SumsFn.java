package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Sums;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;

/** Adds up amounts in an accumulator that is changed in place. */
final class SumsFn extends Combine.CombineFn<Long, Sums, Sums> {

  private static final long serialVersionUID = 1;

  @Override
  public Sums createAccumulator() {
    return new Sums();
  }

  @Override
  public Sums addInput(Sums accumulator, Long amount) {
    accumulator.add(amount);
    return accumulator;
  }

  @Override
  public Sums mergeAccumulators(Iterable<Sums> accumulators) {
    Sums merged = new Sums();
    accumulators.forEach(merged::add);
    return merged;
  }

  @Override
  public Sums extractOutput(Sums accumulator) {
    return accumulator;
  }

  @Override
  public Coder<Sums> getAccumulatorCoder(CoderRegistry registry, Coder<Long> input) {
    return SumsCoder.of();
  }

  @Override
  public Coder<Sums> getDefaultOutputCoder(CoderRegistry registry, Coder<Long> input) {
    return SumsCoder.of();
  }
}
