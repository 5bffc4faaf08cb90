package io.summerbeam.transforms.dedup;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
 * Keeps, in each bucket, filters of the records that were let through, by when they came, and drops
 * what one of them seems to know. The first to come to a bucket in another generation collects the
 * old ones, and those of a clock that was far ahead; see {@link DropByArrivalFn} for why there is
 * no timer.
 */
final class DropApproximatelyByArrivalFn extends DoFn<KV<Integer, List<Keyed>>, Row> {

  private static final long serialVersionUID = 1;

  private final Generations generations;
  private final FilterSize size;
  private final Settings settings;
  private final Clock clock;
  private final Verdicts verdicts;

  @StateId("filters")
  private final StateSpec<MapState<Block, Filter>> filtersSpec =
      StateSpecs.map(Block.BlockCoder.of(), Filter.FilterCoder.of());

  @StateId("generation")
  private final StateSpec<ValueState<Long>> generationSpec =
      StateSpecs.value(BigEndianLongCoder.of());

  // The settings that the state is of.
  @StateId("settings")
  private final StateSpec<ValueState<String>> settingsSpec = StateSpecs.value(StringUtf8Coder.of());

  /**
   * @param settings that the generations and their size come from
   */
  DropApproximatelyByArrivalFn(
      Generations generations, FilterSize size, Settings settings, Clock clock, Verdicts verdicts) {
    this.generations = generations;
    this.size = size;
    this.settings = settings;
    this.clock = clock;
    this.verdicts = verdicts;
  }

  @ProcessElement
  public void process(
      ProcessContext context,
      @StateId("filters") MapState<Block, Filter> state,
      @StateId("generation") ValueState<Long> generation,
      @StateId("settings") ValueState<String> known) {
    settings.require(known);
    long now = clock.millis();
    long current = generations.of(now);
    long last = collect(now, current, state, generation);
    List<Keyed> batch = context.element().getValue();
    verdicts.in(batch.size());
    Filters filters = new Filters(state, size);
    for (Keyed keyed : batch) {
      if (filters.mayContain(keyed.digest(), generations.firstNear(now), last)) {
        verdicts.duplicate(keyed.row(), keyed.time(), context);
        continue;
      }
      if (!filters.add(keyed.digest(), current)) {
        verdicts.count(DropDuplicatesApproximately.UNREMEMBERED, 1);
      }
      verdicts.pass(keyed.row(), keyed.time(), context);
    }
    filters.write();
  }

  @FinishBundle
  public void finishBundle() {
    verdicts.flush();
  }

  /**
   * Collects where another generation has begun.
   *
   * @return the last generation that there may be
   */
  private long collect(
      long now, long current, MapState<Block, Filter> state, ValueState<Long> generation) {
    Long before = generation.read();
    // Also a later one that is near: a clock that goes back a little, as that of another worker
    // may, forgets nothing.
    if (before != null && before >= current && before <= generations.lastNear(now)) {
      return before;
    }
    generation.write(current);
    if (before == null) {
      return current;
    }
    List<Block> over = new ArrayList<>();
    for (Block block : state.keys().read()) {
      // One that is still to come would drop records then, because of others from long before.
      if (block.generation() > current || generations.over(block.generation()) <= now) {
        over.add(block);
      }
    }
    // Not within the loop: what is iterated over must not change.
    over.forEach(state::remove);
    return current;
  }
}
