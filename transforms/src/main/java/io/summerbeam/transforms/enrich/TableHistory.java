package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.state.Wake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a key in their order: by time; of the same time by {@link TableVersion#order}; of
 * the same order a delete is before an upsert, and that before one with greater bytes. So which one
 * is the newest does not depend on the order in which they came.
 *
 * <p>Where versions are forgotten, what comes late from among them is not known either: it would be
 * taken for the newest of a time that had a newer one.
 */
final class TableHistory {

  private final List<TableVersion> versions;
  private final ChangelogTimes times;

  /**
   * @param unordered the versions as they came
   * @param coder of what is taken, which is compared where nothing else tells
   */
  TableHistory(Iterable<TableVersion> unordered, ChangelogTimes times, Coder<Row> coder) {
    List<TableVersion> sorted = new ArrayList<>();
    unordered.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingLong(TableVersion::time)
            .thenComparingLong(TableVersion::order)
            .thenComparing((a, b) -> compare(a.taken(), b.taken(), coder)));
    int first = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.get(i).first()) {
        first = i;
      }
    }
    this.versions = sorted.subList(first, sorted.size());
    this.times = times;
  }

  private TableHistory(ChangelogTimes times, List<TableVersion> sorted) {
    this.versions = sorted;
    this.times = times;
  }

  /** What is taken by a record of this time; null where the key is not in the table then. */
  @Nullable Row at(long time) {
    int last = last(time);
    if (last < 0 || times.expired(versions.get(last).time(), time)) {
      return null;
    }
    return versions.get(last).taken();
  }

  /** Without what no record asks for that comes, or is decided, when the watermark is here. */
  TableHistory since(long watermark) {
    long oldest = watermark - times.kept();
    int from = Math.max(last(oldest), 0);
    if (from < versions.size()) {
      TableVersion first = versions.get(from);
      // It says no more than that there is nothing, and so does no version at all; but for an older
      // one of its own time, which is not late.
      boolean nothing = first.taken() == null || times.expired(first.time(), oldest);
      if (first.time() < oldest && nothing) {
        from++;
      }
    }
    if (from == 0) {
      return this;
    }
    List<TableVersion> kept = new ArrayList<>(versions.subList(from, versions.size()));
    // One that began later is not the first: what comes late from before it may be met still.
    if (!kept.isEmpty() && kept.get(0).time() <= oldest) {
      kept.set(0, kept.get(0).asFirst());
    }
    return new TableHistory(times, kept);
  }

  /** When {@link #since} leaves something out next; {@link Wake#NEVER} if it never does. */
  long collectAt() {
    if (versions.isEmpty()) {
      return Wake.NEVER;
    }
    TableVersion first = versions.get(0);
    if (versions.size() > 1) {
      return times.collectAt(versions.get(1).time());
    }
    if (first.taken() == null) {
      return times.collectAt(first.time());
    }
    return times.ttl() == ChangelogTimes.FOREVER
        ? Wake.NEVER
        : times.collectAt(first.time() + times.ttl());
  }

  /** In their order. */
  List<TableVersion> versions() {
    return versions;
  }

  /** The index of the last version that began at this time or before; -1 if there is none. */
  private int last(long time) {
    int low = 0;
    int high = versions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions.get(middle).time() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static int compare(@Nullable Row a, @Nullable Row b, Coder<Row> coder) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    try {
      return Arrays.compareUnsigned(
          CoderUtils.encodeToByteArray(coder, a), CoderUtils.encodeToByteArray(coder, b));
    } catch (CoderException e) {
      throw new IllegalStateException("What was decoded cannot be encoded again.", e);
    }
  }
}
