package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.enrich.ChangelogHistory.Asking;
import io.summerbeam.transforms.inmemory.BagInMemory;
import io.summerbeam.transforms.inmemory.Received;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** {@link MeetInStateFn} on thousands of random histories, against a list of changes. */
public class MeetInStateFnRandomTest {

  private static final int HISTORIES = 6_000;
  private static final long SEED = 20_260_501;

  private int records;
  private int exact;

  @Test
  public void randomHistories_eachRecordMeetsTheTableOfItsTime_andLeavesInTime() {
    for (int i = 0; i < HISTORIES; i++) {
      check(SEED + i);
    }
    // The rule is tested where it says one thing only.
    assertThat(exact, greaterThan(records * 2 / 3));
    assertThat(records, greaterThan(20_000));
  }

  private void check(long seed) {
    Random random = new Random(seed);
    long[] watermarks = ChangelogHistory.watermarks(random, 5 + random.nextInt(15));
    ChangelogHistory history = ChangelogHistory.random(random, watermarks, 20, 10, 0);
    ChangelogTimes times =
        new ChangelogTimes(
            random.nextInt(3) * random.nextInt(12),
            random.nextInt(3) * random.nextInt(30),
            random.nextBoolean() ? ChangelogTimes.FOREVER : 1 + random.nextInt(25));
    String what = "seed " + seed + ", " + times + ", " + history;

    Key key = new Key(random, times);
    List<String> out = new ArrayList<>();
    for (int moment = 0; moment < history.moments(); moment++) {
      key.arrive(history, moment, random);
      out.addAll(key.fire(what));
      key.timer.advance(history.after(moment));
      out.addAll(key.fire(what));
      for (Asking record : history.records()) {
        boolean passed = history.passed(record.time() + times.waiting(), record.moment()) <= moment;
        String prefix = record.n() + "=";
        assertThat(
            what + "\nwhether " + record.n() + " has left after moment " + moment,
            out.stream().anyMatch(text -> text.startsWith(prefix)),
            equalTo(passed));
      }
    }
    key.timer.advanceToTheEnd();
    out.addAll(key.fire(what));

    Map<Integer, Set<String>> allowed = new HashMap<>();
    history.records().forEach(record -> allowed.put(record.n(), history.allowed(record, times)));
    assertThat(what, ChangelogHistory.wrong(out, allowed), empty());
    assertThat(what, key.waiting.size(), equalTo(0));
    assertThat(what, key.versions.size(), lessThanOrEqualTo(1));
    records += history.records().size();
    exact += (int) history.records().stream().filter(r -> history.exact(r, times)).count();
  }

  /** A key with its state. */
  private static final class Key {
    private final MeetInStateFn fn;
    private final TimerInMemory timer;
    private final BagInMemory<TableVersion> versions;
    private final BagInMemory<WaitingRecord> waiting;
    private final ValueInMemory<Wake> wake = new ValueInMemory<>();
    private final Received<Row> received = new Received<>();
    private final Received<DeadLetter> dead = new Received<>();
    private final Map<Integer, Boolean> late = new HashMap<>();

    Key(Random random, ChangelogTimes times) {
      fn = new MeetInStateFn(times, ChangelogParts.meeting(), ChangelogParts.CODER);
      timer = new TimerInMemory(random.nextBoolean());
      versions = new BagInMemory<>(ChangelogParts.CODER.versions(), random);
      waiting = new BagInMemory<>(ChangelogParts.CODER.records(), random);
    }

    void arrive(ChangelogHistory history, int moment, Random random) {
      List<Arrival> arrivals = new ArrayList<>();
      history.changesAt(moment).forEach(change -> arrivals.add(ChangelogParts.arrival(change)));
      for (Asking record : history.recordsAt(moment)) {
        late.put(record.n(), record.time() < timer.outputWatermark());
        arrivals.add(ChangelogParts.arrival(record));
      }
      Collections.shuffle(arrivals, random);
      Row none = Row.nullRow(Schema.of());
      arrivals.forEach(one -> fn.process(KV.of(none, one), versions, waiting, wake, timer));
    }

    List<String> fire(String what) {
      List<String> out = new ArrayList<>();
      timer.fire(
          fired -> {
            fn.decide(fired, received, dead, versions, waiting, wake, timer);
            for (Received.One<Row> one : received.take()) {
              if (!late.get(one.value().getInt32("n"))) {
                assertThat(
                    what + "\n" + one + " is not late",
                    one.time().getMillis(),
                    greaterThanOrEqualTo(timer.outputWatermark()));
              }
              out.add(ChangelogParts.text(one));
            }
          });
      assertThat(what, dead.take(), empty());
      return out;
    }
  }
}
