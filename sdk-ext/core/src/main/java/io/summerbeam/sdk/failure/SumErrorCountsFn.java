package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up. */
final class SumErrorCountsFn extends CombineFn<ErrorCount, ErrorCount, ErrorCount> {

  private static final long serialVersionUID = 1;

  @Override
  public ErrorCount createAccumulator() {
    return ErrorCount.NONE;
  }

  @Override
  public ErrorCount addInput(ErrorCount sum, ErrorCount count) {
    return sum.plus(count);
  }

  @Override
  public ErrorCount mergeAccumulators(Iterable<ErrorCount> sums) {
    ErrorCount all = ErrorCount.NONE;
    for (ErrorCount sum : sums) {
      all = all.plus(sum);
    }
    return all;
  }

  @Override
  public ErrorCount extractOutput(ErrorCount sum) {
    return sum;
  }

  @Override
  public Coder<ErrorCount> getAccumulatorCoder(
      CoderRegistry registry, Coder<ErrorCount> inputCoder) {
    return ErrorCount.coder();
  }

  @Override
  public Coder<ErrorCount> getDefaultOutputCoder(
      CoderRegistry registry, Coder<ErrorCount> inputCoder) {
    return ErrorCount.coder();
  }
}
