package io.summerbeam.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
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
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Keeps, in each bucket, filters of the records that were let through, by their event times, and
 * drops what one of them seems to know.
 *
 * <p>One timer a bucket collects the generations that the watermark has passed.
 */
final class DropApproximatelyFn extends DoFn<KV<Integer, List<Keyed>>, Row> {

  private static final long serialVersionUID = 1;

  private final Generations generations;
  private final long latenessMillis;
  private final FilterSize size;
  private final Settings settings;
  private final Verdicts verdicts;

  @StateId("filters")
  private final StateSpec<MapState<Block, Filter>> filtersSpec =
      StateSpecs.map(Block.BlockCoder.of(), Filter.FilterCoder.of());

  @StateId("collectAt")
  private final StateSpec<ValueState<Long>> collectAtSpec = StateSpecs.value(VarLongCoder.of());

  // The settings that the state is of.
  @StateId("settings")
  private final StateSpec<ValueState<String>> settingsSpec = StateSpecs.value(StringUtf8Coder.of());

  @TimerId("collect")
  private final TimerSpec collectSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param latenessMillis how far behind the watermark a record may be and still find its duplicate
   * @param settings that the generations and their size come from
   */
  DropApproximatelyFn(
      Generations generations,
      long latenessMillis,
      FilterSize size,
      Settings settings,
      Verdicts verdicts) {
    this.generations = generations;
    this.latenessMillis = latenessMillis;
    this.size = size;
    this.settings = settings;
    this.verdicts = verdicts;
  }

  @ProcessElement
  public void process(
      ProcessContext context,
      BoundedWindow window,
      @StateId("filters") MapState<Block, Filter> state,
      @StateId("collectAt") ValueState<Long> collectAt,
      @StateId("settings") ValueState<String> known,
      @TimerId("collect") Timer collect) {
    settings.require(known);
    List<Keyed> batch = context.element().getValue();
    verdicts.in(batch.size());
    Filters filters = new Filters(state, size);
    long oldest = Long.MAX_VALUE;
    for (Keyed keyed : batch) {
      long time = keyed.time();
      if (filters.mayContain(
          keyed.digest(), generations.firstNear(time), generations.lastNear(time))) {
        verdicts.duplicate(keyed.row(), time, context);
        continue;
      }
      long generation = generations.of(time);
      if (filters.add(keyed.digest(), generation)) {
        oldest = Math.min(oldest, generation);
      } else {
        verdicts.count(DropDuplicatesApproximately.UNREMEMBERED, 1);
      }
      verdicts.pass(keyed.row(), time, context);
    }
    filters.write();
    if (oldest != Long.MAX_VALUE) {
      collectLater(oldest, window, collectAt, collect);
    }
  }

  @OnTimer("collect")
  public void collect(
      OnTimerContext context,
      BoundedWindow window,
      @StateId("filters") MapState<Block, Filter> state,
      @StateId("collectAt") ValueState<Long> collectAt,
      @StateId("settings") ValueState<String> known,
      @TimerId("collect") Timer collect) {
    settings.require(known);
    collectAt.clear();
    Instant watermark = collect.getCurrentRelativeTime();
    long passed = Math.max(watermark.getMillis(), context.fireTimestamp().getMillis());
    long oldest = Long.MAX_VALUE;
    List<Block> expired = new ArrayList<>();
    for (Block block : state.keys().read()) {
      if (expiry(block.generation()) <= passed) {
        expired.add(block);
      } else {
        oldest = Math.min(oldest, block.generation());
      }
    }
    // Not within the loop: what is iterated over must not change.
    expired.forEach(state::remove);
    if (oldest != Long.MAX_VALUE) {
      collectLater(oldest, window, collectAt, collect);
    }
  }

  @FinishBundle
  public void finishBundle() {
    verdicts.flush();
  }

  private void collectLater(
      long generation, BoundedWindow window, ValueState<Long> collectAt, Timer collect) {
    long at = expiry(generation);
    if (at >= window.maxTimestamp().getMillis()) {
      // The window ends before, and the runner frees its state.
      return;
    }
    Long set = collectAt.read();
    if (set == null || at < set) {
      collectAt.write(at);
      // No hold: collecting puts nothing out.
      collect.withNoOutputTimestamp().set(Instant.ofEpochMilli(at));
    }
  }

  private long expiry(long generation) {
    return generations.over(generation) + latenessMillis;
  }
}
