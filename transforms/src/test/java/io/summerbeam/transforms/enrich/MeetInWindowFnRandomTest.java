package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.transforms.enrich.ChangelogHistory.Asking;
import io.summerbeam.transforms.enrich.ChangelogHistory.Change;
import io.summerbeam.transforms.inmemory.Received;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/**
 * {@link SpreadChangesFn}, {@link ChangelogWindows} and {@link MeetInWindowFn} on thousands of
 * random histories, against a list of changes. What comes to a window that is over is dropped, as
 * runners do.
 */
public class MeetInWindowFnRandomTest {

  private static final int HISTORIES = 6_000;
  private static final long SEED = 20_260_701;
  private static final Row KEY = Row.nullRow(Schema.of());

  private int records;

  @Test
  public void randomHistories_eachRecordMeetsTheTableOfItsTime() {
    for (int i = 0; i < HISTORIES; i++) {
      check(SEED + i);
    }
    assertThat(records, greaterThan(20_000));
  }

  private void check(long seed) {
    Random random = new Random(seed);
    ChangelogHistory history =
        ChangelogHistory.random(
            random, ChangelogHistory.watermarks(random, 5 + random.nextInt(15)), 20, 10, 0);
    ChangelogTimes times = new ChangelogTimes(random.nextInt(25), 0, 1 + random.nextInt(40));
    ChangelogWindows windows = new ChangelogWindows(1 + random.nextInt(20), times.waiting());
    Map<IntervalWindow, List<Arrival>> groups = new HashMap<>();
    SpreadChangesFn spread = new SpreadChangesFn(windows, times.ttl());
    Received<KV<Row, Arrival>> copies = new Received<>();
    Map<Integer, Set<String>> allowed = new HashMap<>();
    for (int moment = 0; moment < history.moments(); moment++) {
      long watermark = history.before(moment);
      for (Change change : history.changesAt(moment)) {
        copies.at(Instant.ofEpochMilli(change.time()));
        spread.process(KV.of(KEY, ChangelogParts.arrival(change)), copies);
        for (Received.One<KV<Row, Arrival>> copy : copies.take()) {
          put(groups, windows.assignWindow(copy.time()), copy.value().getValue(), watermark);
        }
      }
      for (Asking record : history.recordsAt(moment)) {
        IntervalWindow window = windows.assignWindow(Instant.ofEpochMilli(record.time()));
        if (put(groups, window, ChangelogParts.arrival(record), watermark)) {
          int decided = history.passed(window.maxTimestamp().getMillis(), moment);
          allowed.put(record.n(), Set.of(history.expected(record, decided, times)));
        }
      }
    }

    MeetInWindowFn fn =
        new MeetInWindowFn(times, ChangelogParts.meeting(), ChangelogParts.TAKEN_CODER);
    Received<Row> received = new Received<>();
    Received<DeadLetter> dead = new Received<>();
    for (List<Arrival> group : groups.values()) {
      Collections.shuffle(group, random);
      fn.decide(group, received, dead);
    }
    List<String> out = received.take().stream().map(ChangelogParts::text).toList();
    String what = "seed " + seed + ", " + times + ", " + windows + ", " + history;
    assertThat(what, ChangelogHistory.wrong(out, allowed), empty());
    assertThat(what, dead.take(), empty());
    records += allowed.size();
  }

  /** Whether the window was still open. */
  private static boolean put(
      Map<IntervalWindow, List<Arrival>> groups,
      IntervalWindow window,
      Arrival arrival,
      long watermark) {
    if (window.maxTimestamp().getMillis() < watermark) {
      return false;
    }
    groups.computeIfAbsent(window, w -> new ArrayList<>()).add(arrival);
    return true;
  }
}
