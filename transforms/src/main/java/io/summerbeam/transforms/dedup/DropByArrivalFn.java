package io.summerbeam.transforms.dedup;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/**
 * Keeps, in each bucket, when the records came that were let through, and drops one that is equal
 * and comes soon after.
 *
 * <p>No timers: whoever comes to a bucket in which something may have expired collects it. A bucket
 * has many keys, so somebody comes; and where nobody does, nothing is added either. A timer would
 * keep Spark in streaming busy, and fire at the end of a bounded input on Flink.
 */
final class DropByArrivalFn extends DoFn<KV<Integer, List<Keyed>>, Row> {

  private static final long serialVersionUID = 1;

  private final long withinMillis;
  private final Settings settings;
  private final Clock clock;
  private final Verdicts verdicts;

  @StateId("arrived")
  private final StateSpec<MapState<Digest, Long>> arrivedSpec =
      StateSpecs.map(Digest.DigestCoder.of(), BigEndianLongCoder.of());

  @StateId("collectAt")
  private final StateSpec<ValueState<Long>> collectAtSpec =
      StateSpecs.value(BigEndianLongCoder.of());

  // The settings that the state is of.
  @StateId("settings")
  private final StateSpec<ValueState<String>> settingsSpec = StateSpecs.value(StringUtf8Coder.of());

  /**
   * @param withinMillis one that comes this much later or more is no duplicate
   * @param settings without that time, which may change: nothing is found by it
   */
  DropByArrivalFn(long withinMillis, Settings settings, Clock clock, Verdicts verdicts) {
    this.withinMillis = withinMillis;
    this.settings = settings;
    this.clock = clock;
    this.verdicts = verdicts;
  }

  @ProcessElement
  public void process(
      ProcessContext context,
      @StateId("arrived") MapState<Digest, Long> arrived,
      @StateId("collectAt") ValueState<Long> collectAt,
      @StateId("settings") ValueState<String> known) {
    settings.require(known);
    long now = clock.millis();
    collect(now, arrived, collectAt);
    List<Keyed> batch = context.element().getValue();
    verdicts.in(batch.size());
    for (Keyed keyed : batch) {
      Long before = arrived.get(keyed.digest()).read();
      if (before != null && !isOver(before, now)) {
        verdicts.duplicate(keyed.row(), keyed.time(), context);
      } else {
        arrived.put(keyed.digest(), now);
        verdicts.pass(keyed.row(), keyed.time(), context);
      }
    }
  }

  @FinishBundle
  public void finishBundle() {
    verdicts.flush();
  }

  private void collect(long now, MapState<Digest, Long> arrived, ValueState<Long> collectAt) {
    Long at = collectAt.read();
    // One later than any that is set now is of a clock that was ahead, or of a longer time to
    // remember.
    if (at != null && now < at && at <= collectAfter(now)) {
      return;
    }
    List<Digest> over = new ArrayList<>();
    long oldest = now;
    if (at != null) {
      for (Map.Entry<Digest, Long> entry : arrived.entries().read()) {
        if (isOver(entry.getValue(), now)) {
          over.add(entry.getKey());
        } else {
          oldest = Math.min(oldest, entry.getValue());
        }
      }
    }
    // Not within the loop: what is iterated over must not change.
    over.forEach(arrived::remove);
    collectAt.write(collectAfter(oldest));
  }

  // Half as long again as needed: the state is gone through once for many records, not for each.
  private long collectAfter(long oldest) {
    return oldest + withinMillis + withinMillis / 2;
  }

  // Also where it arrived by a clock that was far ahead. One that goes back a little forgets
  // nothing.
  private boolean isOver(long arrived, long now) {
    return Math.abs(now - arrived) >= withinMillis;
  }
}
