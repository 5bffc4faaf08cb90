package io.summerbeam.transforms.dedup;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a bucket while a batch is judged: each is read once and, where something was added
 * to it, written once.
 */
final class Filters {

  private final MapState<Block, Filter> state;
  private final FilterSize size;
  private final Map<Block, @Nullable Filter> read = new HashMap<>();
  private final Map<Block, Filter> changed = new HashMap<>();

  Filters(MapState<Block, Filter> state, FilterSize size) {
    this.state = state;
    this.size = size;
  }

  /**
   * Whether a key may be in one of some generations; false only if it is in none.
   *
   * @param first generation
   * @param last generation, included
   */
  boolean mayContain(Digest digest, long first, long last) {
    int number = size.blockOf(digest);
    // From the last on: a duplicate comes soon more often than late.
    for (long generation = last; generation >= first; generation--) {
      Filter filter = get(new Block(generation, number));
      if (filter != null && filter.mayContain(digest)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds a key to a generation.
   *
   * @return false if it was not added, because its filter is full
   */
  boolean add(Digest digest, long generation) {
    Block block = new Block(generation, size.blockOf(digest));
    Filter filter = changed.get(block);
    if (filter == null) {
      Filter before = get(block);
      if (before != null && before.records() >= size.records()) {
        return false;
      }
      // A copy: what was read belongs to the state.
      filter = before == null ? Filter.empty(size) : before.copy();
      changed.put(block, filter);
    }
    if (filter.records() >= size.records()) {
      return false;
    }
    filter.add(digest);
    return true;
  }

  /** Writes what has changed to the state. */
  void write() {
    changed.forEach(state::put);
  }

  private @Nullable Filter get(Block block) {
    Filter filter = changed.get(block);
    if (filter != null) {
      return filter;
    }
    if (read.containsKey(block)) {
      return read.get(block);
    }
    filter = state.get(block).read();
    read.put(block, filter);
    return filter;
  }
}
