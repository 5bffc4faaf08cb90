package io.summerbeam.transforms.enrich;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What comes for one key, at random, and what each record may meet, found naively. Things come at
 * moments, changes before records; when a moment is over, its watermark is reached.
 */
final class ChangelogHistory {

  /** The watermark before the first moment. */
  static final long NO_WATERMARK = Long.MIN_VALUE / 4;

  /** The watermark when all is over. */
  static final long END = Long.MAX_VALUE / 4;

  /** A change, and the moment it comes at. */
  record Change(int moment, long time, int price, boolean gone, Long lsn) {
    private long order() {
      return lsn == null ? Long.MIN_VALUE : lsn;
    }
  }

  /** A record, and the moment it comes at. */
  record Asking(int moment, long time, int n) {}

  private static final Comparator<Change> NEWER =
      Comparator.comparingLong(Change::time)
          .thenComparingLong(Change::order)
          .thenComparing(change -> !change.gone())
          .thenComparingInt(Change::price);

  private final long[] watermarks;
  private final List<Change> changes = new ArrayList<>();
  private final List<Asking> records = new ArrayList<>();

  private ChangelogHistory(long... watermarks) {
    this.watermarks = watermarks.clone();
  }

  /** Watermarks of some moments: they stand still, go, and jump. */
  static long[] watermarks(Random random, int moments) {
    long[] watermarks = new long[moments];
    long now = 0;
    for (int i = 0; i < moments; i++) {
      now +=
          random.nextInt(4) == 0
              ? 0
              : random.nextInt(6) == 0 ? random.nextInt(80) : random.nextInt(9);
      watermarks[i] = now;
    }
    return watermarks;
  }

  /**
   * A history.
   *
   * @param changes at most
   * @param records at most
   * @param firstNumber of its records
   */
  static ChangelogHistory random(
      Random random, long[] watermarks, int changes, int records, int firstNumber) {
    ChangelogHistory history = new ChangelogHistory(watermarks);
    int latest = random.nextInt(3) * 20;
    int changed = random.nextInt(changes + 1);
    for (int i = 0; i < changed; i++) {
      int moment = random.nextInt(watermarks.length);
      history.changes.add(
          new Change(
              moment,
              history.time(random, moment, latest),
              random.nextInt(100),
              random.nextInt(4) == 0,
              random.nextInt(3) == 0 ? null : (long) random.nextInt(3)));
    }
    int asked = 1 + random.nextInt(records);
    for (int i = 0; i < asked; i++) {
      int moment = random.nextInt(watermarks.length);
      history.records.add(new Asking(moment, history.time(random, moment, 25), firstNumber + i));
    }
    return history;
  }

  /** About the watermark, so that many are equal, and some late. */
  private long time(Random random, int moment, int latest) {
    long before = Math.max(0, before(moment));
    return Math.max(0, before - random.nextInt(latest + 1)) + random.nextInt(15);
  }

  int moments() {
    return watermarks.length;
  }

  List<Change> changesAt(int moment) {
    return changes.stream().filter(change -> change.moment() == moment).toList();
  }

  List<Asking> recordsAt(int moment) {
    return records.stream().filter(record -> record.moment() == moment).toList();
  }

  List<Asking> records() {
    return records;
  }

  /** The watermark when a moment begins. */
  long before(int moment) {
    return moment == 0 ? NO_WATERMARK : watermarks[moment - 1];
  }

  /** The watermark when a moment is over; after the last one, that of the end. */
  long after(int moment) {
    return moment < watermarks.length ? watermarks[moment] : END;
  }

  /** The moment at which the watermark has passed a time, of what comes at another. */
  int passed(long time, int from) {
    int moment = from;
    if (before(moment) <= time) {
      while (after(moment) <= time) {
        moment++;
      }
    }
    return moment;
  }

  /**
   * What a record may come out as.
   *
   * @param times as settings are, in the units of this history
   */
  Set<String> allowed(Asking record, ChangelogTimes times) {
    int decided = passed(record.time() + times.waiting(), record.moment());
    List<Change> seen = seen(decided);
    Set<String> allowed = new TreeSet<>();
    meet(record, seen, decided, times, allowed);
    if (!exact(record, times)) {
      allowed.add(text(record, Optional.empty(), times));
      for (Change change : seen) {
        if (change.time() <= record.time() && afterNothing(change, times)) {
          allowed.add(text(record, Optional.of(change), times));
        }
      }
    }
    return allowed;
  }

  /** Adds what the newest is; and, where it is a delete that may be forgotten, what is then. */
  private void meet(
      Asking record, List<Change> seen, int decided, ChangelogTimes times, Set<String> allowed) {
    Optional<Change> newest = newest(seen, record.time());
    allowed.add(text(record, newest, times));
    if (newest.isPresent() && newest.get().gone()) {
      // All before it is forgotten with it, but for what comes still later.
      for (int moment = forgotten(newest.get(), times); moment < decided; moment++) {
        int forgotten = moment;
        List<Change> later =
            seen.stream()
                .filter(
                    change ->
                        change.moment() > forgotten || NEWER.compare(change, newest.get()) > 0)
                .toList();
        meet(record, later, decided, times, allowed);
      }
    }
  }

  /** Whether a record comes so early that what it meets cannot be forgotten. */
  boolean exact(Asking record, ChangelogTimes times) {
    return record.time() >= before(record.moment()) - times.kept();
  }

  /** What a record comes out as that meets all that came until some moment. */
  String expected(Asking record, int until, ChangelogTimes times) {
    return text(record, newest(seen(until), record.time()), times);
  }

  /** Changes that came until a moment. */
  private List<Change> seen(int moment) {
    return changes.stream().filter(change -> change.moment() <= moment).toList();
  }

  /** Whether a change came when it was forgotten that there is nothing after it. */
  private boolean afterNothing(Change change, ChangelogTimes times) {
    return changes.stream()
        .filter(other -> NEWER.compare(other, change) >= 0)
        .anyMatch(other -> forgotten(other, times) < change.moment());
  }

  /** The moment at which it may be forgotten that a key is deleted, or has expired. */
  private int forgotten(Change change, ChangelogTimes times) {
    if (!change.gone() && times.ttl() == ChangelogTimes.FOREVER) {
      return Integer.MAX_VALUE;
    }
    // Others of a delete's own time are not late as long as the watermark is there.
    long from = change.time() + (change.gone() ? 1 : times.ttl());
    return passed(from + times.kept() - 1, change.moment());
  }

  private static Optional<Change> newest(List<Change> changes, long time) {
    return changes.stream().filter(change -> change.time() <= time).max(NEWER);
  }

  private static String text(Asking record, Optional<Change> newest, ChangelogTimes times) {
    boolean there =
        newest.isPresent()
            && !newest.get().gone()
            && !times.expired(newest.get().time(), record.time());
    return record.n() + "=" + (there ? newest.get().price() : null) + "@" + record.time();
  }

  @Override
  public String toString() {
    return "watermarks " + Arrays.toString(watermarks) + "\n" + changes + "\n" + records;
  }

  /** What is wrong with what came out: not once, or not as it may. */
  static List<String> wrong(List<String> out, Map<Integer, Set<String>> allowed) {
    List<String> wrong = new ArrayList<>();
    Set<Integer> missing = new TreeSet<>(allowed.keySet());
    for (String text : out) {
      int n = Integer.parseInt(text.substring(0, text.indexOf('=')));
      if (!missing.remove(n)) {
        wrong.add("twice: " + text);
      } else if (!allowed.get(n).contains(text)) {
        wrong.add(text + " instead of " + allowed.get(n));
      }
    }
    missing.forEach(n -> wrong.add("missing: " + n));
    return wrong;
  }
}
