package io.summerbeam.runners;

import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.KV;

/** DoFns that need something of a runner; none is ever run. */
final class DemandingFns {

  private DemandingFns() {}

  static final class Nothing extends DoFn<KV<String, Integer>, Integer> {
    @ProcessElement
    public void process() {}
  }

  static final class PlainState extends DoFn<KV<String, Integer>, Integer> {
    @StateId("s")
    private final StateSpec<ValueState<Integer>> state = StateSpecs.value();

    @ProcessElement
    public void process() {}
  }

  static final class EventTimer extends DoFn<KV<String, Integer>, Integer> {
    @TimerId("t")
    private final TimerSpec timer = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process() {}

    @OnTimer("t")
    public void onTimer() {}
  }

  static final class ProcessingTimer extends DoFn<KV<String, Integer>, Integer> {
    @TimerId("t")
    private final TimerSpec timer = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process() {}

    @OnTimer("t")
    public void onTimer() {}
  }

  /** Spark looks at the first timer only. */
  static final class ProcessingThenEventTimer extends DoFn<KV<String, Integer>, Integer> {
    @TimerId("a")
    private final TimerSpec first = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @TimerId("b")
    private final TimerSpec second = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process() {}

    @OnTimer("a")
    public void onFirst() {}

    @OnTimer("b")
    public void onSecond() {}
  }

  static final class EventTimerFamily extends DoFn<KV<String, Integer>, Integer> {
    @TimerFamily("f")
    private final TimerSpec family = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process() {}

    @OnTimerFamily("f")
    public void onTimer() {}
  }

  static final class WindowExpiration extends DoFn<KV<String, Integer>, Integer> {
    @StateId("s")
    private final StateSpec<ValueState<Integer>> state = StateSpecs.value();

    @ProcessElement
    public void process() {}

    @OnWindowExpiration
    public void expire() {}
  }

  static final class StableInput extends DoFn<KV<String, Integer>, Integer> {
    @RequiresStableInput
    @ProcessElement
    public void process() {}
  }

  static final class TimeSortedInput extends DoFn<KV<String, Integer>, Integer> {
    @RequiresTimeSortedInput
    @ProcessElement
    public void process() {}
  }

  static final class OrderedList extends DoFn<KV<String, Integer>, Integer> {
    @StateId("s")
    private final StateSpec<OrderedListState<Integer>> state =
        StateSpecs.orderedList(VarIntCoder.of());

    @ProcessElement
    public void process() {}
  }

  static final class Multimap extends DoFn<KV<String, Integer>, Integer> {
    @StateId("s")
    private final StateSpec<MultimapState<String, Integer>> state = StateSpecs.multimap();

    @ProcessElement
    public void process() {}
  }

  static final class BoundedSplittable extends DoFn<KV<String, Integer>, Integer> {
    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker) {}

    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, 1);
    }
  }

  static final class UnboundedSplittable extends DoFn<KV<String, Integer>, Integer> {
    @ProcessElement
    public ProcessContinuation process(RestrictionTracker<OffsetRange, Long> tracker) {
      return ProcessContinuation.stop();
    }

    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, 1);
    }
  }
}
