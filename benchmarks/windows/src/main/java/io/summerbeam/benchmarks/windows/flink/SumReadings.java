package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Sums;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Adds up amounts in an accumulator that is changed in place. */
final class SumReadings implements AggregateFunction<Reading, Sums, Sums> {

  private static final long serialVersionUID = 1;

  @Override
  public Sums createAccumulator() {
    return new Sums();
  }

  @Override
  public Sums add(Reading reading, Sums accumulator) {
    accumulator.add(reading.amount());
    return accumulator;
  }

  @Override
  public Sums getResult(Sums accumulator) {
    return accumulator;
  }

  @Override
  public Sums merge(Sums accumulator, Sums other) {
    accumulator.add(other);
    return accumulator;
  }
}
