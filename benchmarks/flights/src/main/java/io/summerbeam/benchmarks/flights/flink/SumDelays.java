package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Delays;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Adds up delays in an accumulator that is changed in place. */
final class SumDelays implements AggregateFunction<StateDelay, Delays, Delays> {

  private static final long serialVersionUID = 1;

  @Override
  public Delays createAccumulator() {
    return new Delays();
  }

  @Override
  public Delays add(StateDelay value, Delays accumulator) {
    accumulator.add(value.delay());
    return accumulator;
  }

  @Override
  public Delays getResult(Delays accumulator) {
    return accumulator;
  }

  @Override
  public Delays merge(Delays accumulator, Delays other) {
    accumulator.add(other);
    return accumulator;
  }
}
