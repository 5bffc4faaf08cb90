package io.summerbeam.transforms.join;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.inmemory.BagInMemory;
import io.summerbeam.transforms.inmemory.Received;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import io.summerbeam.transforms.join.Candidate.CandidateCoder;
import io.summerbeam.transforms.join.JoinHistory.One;
import io.summerbeam.transforms.pairing.TakenFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** {@link JoinWithinFn} on thousands of random histories, against two loops over two lists. */
public class JoinWithinFnRandomTest {

  private static final int HISTORIES = 6_000;
  private static final long SEED = 20_260_601;
  private static final Row KEY = Row.nullRow(Schema.of());
  private static final DeadLetterFactory DEAD_LETTERS =
      DeadLetters.in(Pipeline.create()).collect().factory("JoinWithin");
  private static final CandidateCoder CODER =
      new CandidateCoder(RowCoder.of(JoinEvents.LEFT), RowCoder.of(JoinEvents.RIGHT));

  private int pairs;
  private int musts;

  @Test
  public void randomHistories_eachPairComesOutOnce_andAllLeavesInTime() {
    for (int i = 0; i < HISTORIES; i++) {
      check(SEED + i);
    }
    // The rule is tested where it says one thing only.
    assertThat(musts, greaterThan(pairs * 2 / 3));
    assertThat(pairs, greaterThan(20_000));
  }

  private void check(long seed) {
    Random random = new Random(seed);
    JoinHistory history =
        JoinHistory.random(random, JoinHistory.watermarks(random, 5 + random.nextInt(15)), 20, 0);
    JoinTimes times =
        new JoinTimes(
            random.nextInt(15), random.nextInt(15), random.nextInt(2) * random.nextInt(20));
    JoinKind kind = JoinKind.values()[random.nextInt(3)];
    boolean dead = kind == JoinKind.INNER && random.nextBoolean();
    Key key = new Key(random, times, kind, dead);
    String what = "seed " + seed + ", " + times + ", " + kind + ", " + dead + ", " + history;

    List<String> out = new ArrayList<>();
    List<Integer> moments = new ArrayList<>();
    for (int moment = 0; moment <= history.moments(); moment++) {
      if (moment < history.moments()) {
        key.arrive(history.at(moment), random);
        out.addAll(key.fire(what));
        key.timer.advance(history.after(moment));
      } else {
        key.timer.advanceToTheEnd();
      }
      out.addAll(key.fire(what));
      while (moments.size() < out.size()) {
        moments.add(moment);
      }
    }

    // A dead letter is what a left join puts out without a partner, and leaves when that does.
    assertThat(what, history.wrong(out, times, dead ? JoinKind.LEFT : kind, moments), empty());
    assertThat(what, key.fresh.size() + key.kept.size(), equalTo(0));
    pairs += history.pairs(times).size();
    musts += (int) history.pairs(times).values().stream().filter(JoinHistory.Pair::must).count();
  }

  /** A key with its state. */
  private static final class Key {
    private final JoinWithinFn fn;
    private final TimerInMemory timer;
    private final BagInMemory<Candidate> fresh;
    private final BagInMemory<Candidate> kept;
    private final ValueInMemory<Wake> wake = new ValueInMemory<>();
    private final Received<Row> received = new Received<>();
    private final Received<DeadLetter> dead = new Received<>();
    private final List<Integer> late = new ArrayList<>();

    Key(Random random, JoinTimes times, JoinKind kind, boolean withDeadLetters) {
      JoinedRows joined =
          new JoinedRows(
              JoinEvents.LEFT,
              JoinEvents.RIGHT,
              kind,
              TakenFields.none("JoinWithin", "the left side", "right side"),
              "");
      Unmatched unmatched =
          new Unmatched(
              "JoinWithin",
              kind,
              joined,
              Failure.of(Reason.LOOKUP_MISS, "no partner"),
              Failure.of(Reason.LOOKUP_MISS, "no key"),
              withDeadLetters ? DEAD_LETTERS : null);
      fn = new JoinWithinFn(times, joined, unmatched, CODER);
      timer = new TimerInMemory(random.nextBoolean());
      fresh = new BagInMemory<>(CODER, random);
      kept = new BagInMemory<>(CODER, random);
    }

    void arrive(List<One> records, Random random) {
      List<One> arrivals = new ArrayList<>(records);
      Collections.shuffle(arrivals, random);
      for (One one : arrivals) {
        if (one.time() < timer.outputWatermark()) {
          late.add(one.n());
        }
        Row row =
            Row.withSchema(one.left() ? JoinEvents.LEFT : JoinEvents.RIGHT)
                .addValues("a", one.n())
                .build();
        fn.process(
            KV.of(KEY, new Candidate(one.left(), one.time(), false, row)), fresh, wake, timer);
      }
    }

    List<String> fire(String what) {
      List<String> out = new ArrayList<>();
      timer.fire(
          fired -> {
            fn.meet(fired, received, dead, fresh, kept, wake, timer);
            for (Received.One<Row> one : received.take()) {
              Integer left = one.value().getValue("n");
              Integer right = one.value().getValue("m");
              requireInTime(what, one, left, right);
              out.add(left + "+" + right + "@" + one.time().getMillis());
            }
            for (Received.One<DeadLetter> one : dead.take()) {
              out.add(JoinHistory.leftOf(one.value()) + "+null@" + one.time().getMillis());
            }
          });
      return out;
    }

    private void requireInTime(String what, Received.One<?> one, Integer left, Integer right) {
      if (!late.contains(left) && !late.contains(right)) {
        assertThat(
            what + "\n" + one + " is not late",
            one.time().getMillis(),
            greaterThanOrEqualTo(timer.outputWatermark()));
      }
    }
  }
}
