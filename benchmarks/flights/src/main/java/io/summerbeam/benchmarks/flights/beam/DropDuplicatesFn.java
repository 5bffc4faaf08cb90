package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Flight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.BooleanCoder;
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

/**
 * Lets the first of equal flights through. The time of a flight, and so when it can be forgotten,
 * is in the flight itself; one timer a bucket forgets all that are a day behind the watermark.
 */
final class DropDuplicatesFn extends DoFn<KV<Integer, Flight>, Flight> {

  private static final long serialVersionUID = 1;

  private static final long WITHIN = TimeUnit.DAYS.toMillis(1);

  @StateId("seen")
  private final StateSpec<MapState<Flight, Boolean>> seenSpec =
      StateSpecs.map(FlightCoder.of(), BooleanCoder.of());

  @StateId("collectAt")
  private final StateSpec<ValueState<Long>> collectAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("collect")
  private final TimerSpec collectSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, Flight> element,
      @StateId("seen") MapState<Flight, Boolean> seen,
      @StateId("collectAt") ValueState<Long> collectAt,
      @TimerId("collect") Timer collect,
      OutputReceiver<Flight> out) {
    Flight flight = element.getValue();
    if (seen.putIfAbsent(flight, true).read() != null) {
      return;
    }
    if (collectAt.read() == null) {
      collectLater(flight, collectAt, collect);
    }
    out.output(flight);
  }

  @OnTimer("collect")
  public void collect(
      @StateId("seen") MapState<Flight, Boolean> seen,
      @StateId("collectAt") ValueState<Long> collectAt,
      @TimerId("collect") Timer collect) {
    collectAt.clear();
    Instant watermark = collect.getCurrentRelativeTime();
    if (!watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      // The input has ended.
      seen.clear();
      return;
    }
    List<Flight> passed = new ArrayList<>();
    Flight oldest = null;
    for (Flight flight : seen.keys().read()) {
      if (flight.time() + WITHIN <= watermark.getMillis()) {
        passed.add(flight);
      } else if (oldest == null || flight.time() < oldest.time()) {
        oldest = flight;
      }
    }
    passed.forEach(seen::remove);
    if (oldest != null) {
      collectLater(oldest, collectAt, collect);
    }
  }

  // Half as long again as needed: the map is gone through once for many flights, not for each.
  private static void collectLater(Flight flight, ValueState<Long> collectAt, Timer collect) {
    long at = flight.time() + WITHIN + WITHIN / 2;
    collectAt.write(at);
    collect.withNoOutputTimestamp().set(Instant.ofEpochMilli(at));
  }
}
