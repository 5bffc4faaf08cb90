package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Delays;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;

/** Adds up delays in an accumulator that is changed in place. */
final class DelaysFn extends Combine.CombineFn<Long, Delays, Delays> {

  private static final long serialVersionUID = 1;

  @Override
  public Delays createAccumulator() {
    return new Delays();
  }

  @Override
  public Delays addInput(Delays accumulator, Long delay) {
    accumulator.add(delay);
    return accumulator;
  }

  @Override
  public Delays mergeAccumulators(Iterable<Delays> accumulators) {
    Delays merged = new Delays();
    accumulators.forEach(merged::add);
    return merged;
  }

  @Override
  public Delays extractOutput(Delays accumulator) {
    return accumulator;
  }

  @Override
  public Coder<Delays> getAccumulatorCoder(CoderRegistry registry, Coder<Long> input) {
    return DelaysCoder.of();
  }

  @Override
  public Coder<Delays> getDefaultOutputCoder(CoderRegistry registry, Coder<Long> input) {
    return DelaysCoder.of();
  }
}
