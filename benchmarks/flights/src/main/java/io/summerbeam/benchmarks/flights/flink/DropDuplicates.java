package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.flights.Flight;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Lets the first of equal flights through, and forgets it a day later. */
final class DropDuplicates extends KeyedProcessFunction<Flight, Flight, Flight> {

  private static final long serialVersionUID = 1;

  private static final long WITHIN = TimeUnit.DAYS.toMillis(1);

  private transient @Nullable ValueState<Boolean> seen;

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.BOOLEAN));
  }

  @Override
  public void processElement(Flight flight, Context context, Collector<Flight> out)
      throws IOException {
    if (state().value() != null) {
      return;
    }
    state().update(true);
    context.timerService().registerEventTimeTimer(flight.time() + WITHIN);
    out.collect(flight);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Flight> out) {
    state().clear();
  }

  private ValueState<Boolean> state() {
    return Objects.requireNonNull(seen);
  }
}
