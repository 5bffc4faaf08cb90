package io.summerbeam.transforms.join;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.transforms.join.JoinEvents.DescribeFn;
import io.summerbeam.transforms.join.JoinEvents.Sides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.Rule;
import org.junit.Test;

/** {@link JoinWithin} on random histories, against two loops over two lists. */
public class JoinWithinRandomTest {

  private static final int HISTORIES = 150;
  private static final int STEPS = 5;

  /** How far the watermark goes in a step, in seconds. */
  private static final int STRIDE = 10;

  private static final int BEFORE = 6;
  private static final int AFTER = 9;
  private static final int LATENESS = 8;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  /** A record, and the step it comes in. */
  private record One(boolean left, int step, int key, int time, int n) {
    boolean tooLate() {
      return time < watermark(step - 1) - LATENESS;
    }
  }

  @Test
  public void randomHistories_noneTooLate_fullJoinIsExact() {
    check(make(new Random(21), LATENESS));
  }

  @Test
  public void randomHistories_someTooLate_eachIsPairedOrUnmatched() {
    check(make(new Random(22), 25));
  }

  private void check(List<One> records) {
    Set<String> must = new HashSet<>();
    Map<String, String> may = new HashMap<>();
    Map<Integer, List<One>> byKey = new HashMap<>();
    records.forEach(one -> byKey.computeIfAbsent(one.key(), k -> new ArrayList<>()).add(one));
    byKey
        .values()
        .forEach(
            ones ->
                ones.forEach(
                    left ->
                        ones.stream()
                            .filter(right -> left.left() && !right.left())
                            .filter(
                                right ->
                                    right.time() >= left.time() - BEFORE
                                        && right.time() <= left.time() + AFTER)
                            .forEach(
                                right -> {
                                  String pair = left.n() + "+" + right.n();
                                  may.put(pair, pair + "@" + Math.max(left.time(), right.time()));
                                  if (mustMeet(left, right)) {
                                    must.add(pair);
                                  }
                                })));
    assertThat(must.size() > HISTORIES / 2, equalTo(true));
    Map<String, String> alone = new HashMap<>();
    for (One one : records) {
      alone.put(side(one), (one.left() ? one.n() + "+null" : "null+" + one.n()) + "@" + one.time());
    }
    Sides sides = JoinEvents.in(pipeline, stream(records));
    PAssert.that(
            sides
                .left()
                .apply(
                    JoinWithin.with(sides.right())
                        .on("order_id", "id")
                        .within(Duration.ofSeconds(BEFORE), Duration.ofSeconds(AFTER))
                        .withAllowedLateness(Duration.ofSeconds(LATENESS))
                        .full())
                .apply(ParDo.of(new DescribeFn())))
        .satisfies(new Joined(must, may, alone));
    pipeline.run().waitUntilFinish();
  }

  /** Whether the one that came later was not too late for the other. */
  private static boolean mustMeet(One left, One right) {
    return left.step() == right.step()
        ? !left.tooLate() && !right.tooLate()
        : left.step() > right.step() ? !left.tooLate() : !right.tooLate();
  }

  private static String side(One one) {
    return (one.left() ? "left " : "right ") + one.n();
  }

  /** The watermark when a step is over; none before the first. */
  private static int watermark(int step) {
    return step == 0 ? Integer.MIN_VALUE / 2 : step * STRIDE;
  }

  private static List<One> make(Random random, int latest) {
    List<One> records = new ArrayList<>();
    for (int key = 0; key < HISTORIES; key++) {
      int count = 1 + random.nextInt(7);
      for (int i = 0; i < count; i++) {
        int step = 1 + random.nextInt(STEPS);
        int from = Math.max(0, (step - 1) * STRIDE - latest);
        int time = from + random.nextInt((step - 1) * STRIDE - from + 20);
        records.add(new One(random.nextBoolean(), step, key, time, records.size()));
      }
    }
    return records;
  }

  @SuppressWarnings("unchecked")
  private static TestStream<Row> stream(List<One> records) {
    TestStream.Builder<Row> stream = JoinEvents.stream();
    for (int step = 1; step <= STEPS; step++) {
      List<TimestampedValue<Row>> events = new ArrayList<>();
      for (One one : records) {
        if (one.step() == step) {
          events.add(
              one.left()
                  ? JoinEvents.left(one.time(), "k" + one.key(), one.n())
                  : JoinEvents.right(one.time(), "k" + one.key(), one.n()));
        }
      }
      stream =
          stream
              .addElements(
                  events.get(0), events.subList(1, events.size()).toArray(new TimestampedValue[0]))
              .advanceWatermarkTo(JoinEvents.at(watermark(step)));
    }
    return stream.advanceWatermarkToInfinity();
  }

  /** Pairs that must be there are, others may; who is in none is there alone, and only then. */
  private static final class Joined implements SerializableFunction<Iterable<String>, Void> {
    private final Set<String> must;
    private final Map<String, String> may;
    private final Map<String, String> alone;

    Joined(Set<String> must, Map<String, String> may, Map<String, String> alone) {
      this.must = must;
      this.may = may;
      this.alone = alone;
    }

    @Override
    public Void apply(Iterable<String> out) {
      Set<String> missing = new HashSet<>(must);
      Set<String> seen = new HashSet<>();
      Set<String> unpaired = new HashSet<>(alone.keySet());
      List<String> wrong = new ArrayList<>();
      for (String text : out) {
        if (!seen.add(text)) {
          wrong.add("twice: " + text);
        }
        if (!text.contains("null")) {
          String pair = text.substring(0, text.indexOf('@'));
          if (!text.equals(may.get(pair))) {
            wrong.add("no pair: " + text);
          }
          missing.remove(pair);
          unpaired.remove("left " + pair.substring(0, pair.indexOf('+')));
          unpaired.remove("right " + pair.substring(pair.indexOf('+') + 1));
        }
      }
      Set<String> single = new HashSet<>();
      unpaired.forEach(one -> single.add(alone.get(one)));
      Set<String> singleSeen = new HashSet<>(seen);
      singleSeen.removeIf(text -> !text.contains("null"));
      assertThat(wrong, empty());
      assertThat(missing, empty());
      assertThat(singleSeen, equalTo(single));
      return null;
    }
  }
}
