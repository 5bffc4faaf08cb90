package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Keeps the times of the events of a bucket; one timer forgets all that are an hour behind. */
final class DropInBucketFn extends DoFn<KV<Integer, Event>, Event> {

  private static final long serialVersionUID = 1;

  private static final long WITHIN = Events.WITHIN.toMillis();

  @StateId("seen")
  private final StateSpec<MapState<String, Long>> seenSpec =
      StateSpecs.map(StringUtf8Coder.of(), VarLongCoder.of());

  @StateId("forgetAt")
  private final StateSpec<ValueState<Long>> forgetAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, Event> element,
      @Timestamp Instant timestamp,
      @StateId("seen") MapState<String, Long> seen,
      @StateId("forgetAt") ValueState<Long> forgetAt,
      @TimerId("forget") Timer forget,
      OutputReceiver<Event> out) {
    Event event = element.getValue();
    long time = timestamp.getMillis();
    Long before = seen.get(event.id()).read();
    if (before != null && Math.abs(time - before) < WITHIN) {
      return;
    }
    seen.put(event.id(), time);
    if (forgetAt.read() == null) {
      forgetLater(time, forgetAt, forget);
    }
    out.output(event);
  }

  @OnTimer("forget")
  public void forget(
      @StateId("seen") MapState<String, Long> seen,
      @StateId("forgetAt") ValueState<Long> forgetAt,
      @TimerId("forget") Timer forget) {
    forgetAt.clear();
    Instant watermark = forget.getCurrentRelativeTime();
    if (!watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      // The input has ended.
      seen.clear();
      return;
    }
    List<String> passed = new ArrayList<>();
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<String, Long> entry : seen.entries().read()) {
      if (entry.getValue() + WITHIN <= watermark.getMillis()) {
        passed.add(entry.getKey());
      } else {
        oldest = Math.min(oldest, entry.getValue());
      }
    }
    passed.forEach(seen::remove);
    if (oldest != Long.MAX_VALUE) {
      forgetLater(oldest, forgetAt, forget);
    }
  }

  // Half as long again as needed: the map is gone through once for many events, not for each.
  private static void forgetLater(long time, ValueState<Long> forgetAt, Timer forget) {
    long at = time + WITHIN + WITHIN / 2;
    forgetAt.write(at);
    forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(at));
  }
}
