package io.summerbeam.benchmarks.kernels;

import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.runners.core.TimerInternals;

/** The context of a DoFn that has neither state nor timers. */
final class NoState implements StepContext {

  @Override
  public StateInternals stateInternals() {
    throw new UnsupportedOperationException("what is measured here has no state");
  }

  @Override
  public TimerInternals timerInternals() {
    throw new UnsupportedOperationException("what is measured here has no timers");
  }
}
