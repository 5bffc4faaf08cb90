package io.summerbeam.transforms.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Keeps all numbers until it compacts them to one, in place, as Beam allows. */
final class BufferedSumFn extends CombineFn<Long, List<Long>, Long> {

  private static final long serialVersionUID = 1;

  @Override
  public List<Long> createAccumulator() {
    return new ArrayList<>();
  }

  @Override
  public List<Long> addInput(List<Long> numbers, Long input) {
    numbers.add(input);
    return numbers;
  }

  @Override
  public List<Long> mergeAccumulators(Iterable<List<Long>> all) {
    List<Long> numbers = new ArrayList<>();
    all.forEach(numbers::addAll);
    return numbers;
  }

  @Override
  public List<Long> compact(List<Long> numbers) {
    long sum = extractOutput(numbers);
    numbers.clear();
    numbers.add(sum);
    return numbers;
  }

  @Override
  public Long extractOutput(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Coder<List<Long>> getAccumulatorCoder(CoderRegistry registry, Coder<Long> inputCoder) {
    return ListCoder.of(VarLongCoder.of());
  }
}
