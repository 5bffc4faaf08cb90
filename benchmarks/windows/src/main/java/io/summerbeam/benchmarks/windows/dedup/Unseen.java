package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of equal events through, and forgets it an hour later; of processing time, because
 * Flink's time to live knows no other. So nothing is forgotten while this runs.
 */
final class Unseen extends RichFilterFunction<Event> {

  private static final long serialVersionUID = 1;

  private transient @Nullable ValueState<Boolean> seen;

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Events.WITHIN).build());
    seen = getRuntimeContext().getState(descriptor);
  }

  @Override
  public boolean filter(Event event) throws IOException {
    ValueState<Boolean> state = Objects.requireNonNull(seen);
    if (state.value() != null) {
      return false;
    }
    state.update(true);
    return true;
  }
}
