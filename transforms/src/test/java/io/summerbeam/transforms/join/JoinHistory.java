package io.summerbeam.transforms.join;

import io.summerbeam.sdk.failure.DeadLetter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The records of both sides that come for one key, at random, and what may come out, found by two
 * loops. Records come at moments; when a moment is over, its watermark is reached.
 */
final class JoinHistory implements Serializable {

  private static final long serialVersionUID = 1;

  private static final long NO_WATERMARK = Long.MIN_VALUE / 4;
  private static final long END = Long.MAX_VALUE / 4;

  /** A record, and the moment it comes at. */
  record One(boolean left, int moment, long time, int n) implements Serializable {
    /** As it comes out without a partner. */
    String alone() {
      return (left ? n + "+null" : "null+" + n) + "@" + time;
    }
  }

  private final long[] watermarks;
  private final List<One> records = new ArrayList<>();

  private JoinHistory(long... watermarks) {
    this.watermarks = watermarks.clone();
  }

  /** Watermarks of some moments: they stand still, go, and jump. */
  static long[] watermarks(Random random, int moments) {
    long[] watermarks = new long[moments];
    long now = 0;
    for (int i = 0; i < moments; i++) {
      int step = random.nextInt(8);
      now += step < 2 ? 0 : step == 2 ? random.nextInt(80) : random.nextInt(9);
      watermarks[i] = now;
    }
    return watermarks;
  }

  /**
   * A history.
   *
   * @param most records there are
   * @param firstNumber of its records
   */
  static JoinHistory random(Random random, long[] watermarks, int most, int firstNumber) {
    JoinHistory history = new JoinHistory(watermarks);
    int latest = random.nextInt(3) * 15;
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      int moment = random.nextInt(watermarks.length);
      long before = Math.max(0, history.before(moment));
      long time = Math.max(0, before - random.nextInt(latest + 1)) + random.nextInt(15);
      history.records.add(new One(random.nextBoolean(), moment, time, firstNumber + i));
    }
    return history;
  }

  int moments() {
    return watermarks.length;
  }

  List<One> at(int moment) {
    return records.stream().filter(one -> one.moment() == moment).toList();
  }

  List<One> records() {
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
  private int passed(long time, int from) {
    int moment = from;
    if (before(moment) <= time) {
      while (after(moment) <= time) {
        moment++;
      }
    }
    return moment;
  }

  /** All pairs of records that are near; whether each must come out, and when it leaves. */
  Map<String, Pair> pairs(JoinTimes times) {
    Map<String, Pair> pairs = new TreeMap<>();
    for (One left : records) {
      for (One right : records) {
        if (left.left()
            && !right.left()
            && right.time() >= left.time() - times.before()
            && right.time() <= left.time() + times.after()) {
          One last = left.moment() > right.moment() ? left : right;
          boolean must =
              inTime(last, times) && (left.moment() != right.moment() || inTime(left, times));
          long time = Math.max(left.time(), right.time());
          pairs.put(
              left.n() + "+" + right.n() + "@" + time,
              new Pair(left, right, must, passed(time, last.moment())));
        }
      }
    }
    return pairs;
  }

  /** A pair. */
  record Pair(One left, One right, boolean must, int leaves) {}

  private boolean inTime(One one, JoinTimes times) {
    return one.time() >= before(one.moment()) - times.lateness();
  }

  /**
   * What is wrong with what came out: pairs that must be there are, others may; who is in none is
   * there alone, if its side is kept, and only then.
   *
   * @param out the moments at which it came out, by what came out
   * @param moments null where they are not known
   */
  List<String> wrong(List<String> out, JoinTimes times, JoinKind kind, List<Integer> moments) {
    List<String> wrong = new ArrayList<>();
    Map<String, Pair> pairs = pairs(times);
    Set<String> missing = new TreeSet<>();
    pairs.forEach(
        (text, pair) -> {
          if (pair.must()) {
            missing.add(text);
          }
        });
    Set<One> unpaired = new HashSet<>(records);
    Map<String, Integer> alone = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < out.size(); i++) {
      String text = out.get(i);
      if (!seen.add(text)) {
        wrong.add("twice: " + text);
      }
      Pair pair = pairs.get(text);
      if (text.contains("null")) {
        alone.put(text, moments == null ? null : moments.get(i));
      } else if (pair == null) {
        wrong.add("no pair: " + text);
      } else {
        missing.remove(text);
        unpaired.remove(pair.left());
        unpaired.remove(pair.right());
        if (moments != null && moments.get(i) != pair.leaves()) {
          wrong.add(text + " left at " + moments.get(i) + " instead of " + pair.leaves());
        }
      }
    }
    missing.forEach(text -> wrong.add("missing: " + text));
    for (One one : unpaired) {
      if (kind.keeps(one.left())) {
        int leaves = passed(times.over(one.left(), one.time()) - 1, one.moment());
        if (!alone.containsKey(one.alone())) {
          wrong.add("missing: " + one.alone());
        } else if (moments != null && alone.get(one.alone()) != leaves) {
          wrong.add(one.alone() + " left at " + alone.get(one.alone()) + ", not at " + leaves);
        }
        alone.remove(one.alone());
      }
    }
    alone.keySet().forEach(text -> wrong.add("not alone: " + text));
    return wrong;
  }

  /** The number of the left record that a dead letter is of. */
  static int leftOf(DeadLetter letter) {
    String payload = new String(letter.payload(), StandardCharsets.UTF_8);
    return Integer.parseInt(payload.replaceAll(".*\"n\":(\\d+)}", "$1"));
  }

  @Override
  public String toString() {
    return "watermarks " + Arrays.toString(watermarks) + "\n" + records;
  }
}
