package io.summerbeam.transforms.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.values.Row;

/**
 * The records of a key that meet: those that were there, which have met each other, and those that
 * are new.
 */
final class Matching {

  private final JoinTimes times;
  private final List<Entry> lefts = new ArrayList<>();
  private final List<Entry> rights = new ArrayList<>();

  Matching(JoinTimes times) {
    this.times = times;
  }

  /** What is told of each pair. */
  interface Pairs {
    void pair(Row left, Row right, long time);
  }

  /** A record, whether it is new, and whether it has had a partner by now. */
  static final class Entry {
    private final Candidate candidate;
    private final boolean fresh;
    private boolean matched;

    Entry(Candidate candidate, boolean fresh) {
      this.candidate = candidate;
      this.fresh = fresh;
      this.matched = candidate.matched();
    }

    boolean left() {
      return candidate.left();
    }

    long time() {
      return candidate.time();
    }

    Row row() {
      return candidate.row();
    }

    boolean fresh() {
      return fresh;
    }

    boolean matched() {
      return matched;
    }

    /** Whether what is kept of it is no more what it was. */
    boolean changed() {
      return matched != candidate.matched();
    }

    Candidate candidate() {
      return changed()
          ? new Candidate(candidate.left(), candidate.time(), matched, candidate.row())
          : candidate;
    }
  }

  void add(Candidate candidate, boolean fresh) {
    (candidate.left() ? lefts : rights).add(new Entry(candidate, fresh));
  }

  /** Tells each pair that has a new record in it, once. */
  void match(Pairs pairs) {
    lefts.sort(Comparator.comparingLong(Entry::time));
    rights.sort(Comparator.comparingLong(Entry::time));
    for (Entry left : lefts) {
      if (left.fresh) {
        meet(left, rights, false, pairs);
      }
    }
    for (Entry right : rights) {
      if (right.fresh) {
        meet(right, lefts, true, pairs);
      }
    }
  }

  /** All of them, in no order. */
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(lefts);
    all.addAll(rights);
    return all;
  }

  private void meet(Entry fresh, List<Entry> others, boolean onlyOld, Pairs pairs) {
    long to = times.to(fresh.left(), fresh.time());
    for (int i = first(others, times.from(fresh.left(), fresh.time()));
        i < others.size() && others.get(i).time() <= to;
        i++) {
      Entry other = others.get(i);
      // Two new ones meet once: when the left one is at hand.
      if (onlyOld && other.fresh) {
        continue;
      }
      fresh.matched = true;
      other.matched = true;
      pairs.pair(
          fresh.left() ? fresh.row() : other.row(),
          fresh.left() ? other.row() : fresh.row(),
          Math.max(fresh.time(), other.time()));
    }
  }

  /** The index of the first of this time or later. */
  private static int first(List<Entry> sorted, long time) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).time() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
