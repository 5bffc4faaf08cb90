package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Keeps the time of the event that was let through, until the watermark is an hour past it. */
final class DropByIdFn extends DoFn<KV<String, Event>, Event> {

  private static final long serialVersionUID = 1;

  private static final long WITHIN = Events.WITHIN.toMillis();

  @StateId("seen")
  private final StateSpec<ValueState<Long>> seenSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<String, Event> event,
      @Timestamp Instant timestamp,
      @StateId("seen") ValueState<Long> seen,
      @TimerId("forget") Timer forget,
      OutputReceiver<Event> out) {
    long time = timestamp.getMillis();
    Long before = seen.read();
    if (before != null && Math.abs(time - before) < WITHIN) {
      return;
    }
    seen.write(time);
    forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(time + WITHIN));
    out.output(event.getValue());
  }

  @OnTimer("forget")
  public void forget(@StateId("seen") ValueState<Long> seen) {
    seen.clear();
  }
}
