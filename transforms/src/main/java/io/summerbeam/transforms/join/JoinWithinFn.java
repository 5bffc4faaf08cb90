package io.summerbeam.transforms.join;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.join.Candidate.CandidateCoder;
import io.summerbeam.transforms.join.Matching.Entry;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Keeps the records of a key until no partner of theirs can come. What arrives is only appended;
 * the timer lets those that the watermark has passed meet the others, and lets go what has found no
 * partner.
 */
final class JoinWithinFn extends DoFn<KV<Row, Candidate>, Row> {

  private static final long serialVersionUID = 1;

  private final JoinTimes times;
  private final JoinedRows joined;
  private final Unmatched unmatched;

  /** Those that have not met the others yet. */
  @StateId("fresh")
  private final StateSpec<BagState<Candidate>> freshSpec;

  /** Those that have. */
  @StateId("kept")
  private final StateSpec<BagState<Candidate>> keptSpec;

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("meet")
  private final TimerSpec meetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  JoinWithinFn(JoinTimes times, JoinedRows joined, Unmatched unmatched, CandidateCoder coder) {
    this.times = times;
    this.joined = joined;
    this.unmatched = unmatched;
    this.freshSpec = StateSpecs.bag(coder);
    this.keptSpec = StateSpecs.bag(coder);
  }

  @Setup
  public void setup() {
    unmatched.open();
  }

  @ProcessElement
  public void process(
      @Element KV<Row, Candidate> keyed,
      @StateId("fresh") BagState<Candidate> fresh,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("meet") Timer meet) {
    Candidate candidate = keyed.getValue();
    fresh.add(candidate);
    // A pair has the later time of its two, so no pair of this record is earlier than its own.
    Wake.earlier(wake, meet, times.due(candidate.time()), candidate.time());
  }

  @OnTimer("meet")
  public void meet(
      OnTimerContext context,
      MultiOutputReceiver out,
      @StateId("fresh") BagState<Candidate> fresh,
      @StateId("kept") BagState<Candidate> kept,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("meet") Timer meet) {
    meet(
        context.fireTimestamp(),
        out.get(JoinWithin.OUT),
        out.get(JoinWithin.DEAD),
        fresh,
        kept,
        wake,
        meet);
  }

  /**
   * Lets those that are due meet the others.
   *
   * @param fired the time that the timer was set to
   */
  void meet(
      Instant fired,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead,
      BagState<Candidate> fresh,
      BagState<Candidate> kept,
      ValueState<Wake> wake,
      Timer meet) {
    long now = Wake.now(fired, meet.getCurrentRelativeTime());
    Matching matching = new Matching(times);
    kept.read().forEach(candidate -> matching.add(candidate, false));
    List<Candidate> early = new ArrayList<>();
    boolean anyDue = false;
    for (Candidate candidate : fresh.read()) {
      if (times.due(candidate.time()) <= now) {
        matching.add(candidate, true);
        anyDue = true;
      } else {
        early.add(candidate);
      }
    }
    matching.match(
        (left, right, time) -> {
          unmatched.counters().out();
          out.outputWithTimestamp(joined.row(left, right), Instant.ofEpochMilli(time));
        });
    if (anyDue) {
      fresh.clear();
      early.forEach(fresh::add);
    }
    long at = Wake.NEVER;
    long hold = Wake.NEVER;
    for (Candidate candidate : early) {
      at = Math.min(at, times.due(candidate.time()));
      hold = Math.min(hold, candidate.time());
    }
    List<Entry> staying = new ArrayList<>();
    boolean rewrite = false;
    for (Entry entry : matching.entries()) {
      if (times.over(entry.left(), entry.time()) <= now) {
        leave(entry, out, dead);
        rewrite |= !entry.fresh();
        continue;
      }
      staying.add(entry);
      rewrite |= entry.changed() && !entry.fresh();
      if (!entry.matched() && unmatched.keeps(entry.left())) {
        // It leaves with its own time, at once when it is over.
        at = Math.min(at, times.over(entry.left(), entry.time()));
        if (unmatched.comesOut(entry.left())) {
          // A dead letter is never late, so that no pair needs to wait for it.
          hold = Math.min(hold, entry.time());
        }
      } else {
        at = Math.min(at, times.collectAt(entry.left(), entry.time()));
      }
    }
    if (rewrite) {
      kept.clear();
    }
    for (Entry entry : staying) {
      if (rewrite || entry.fresh()) {
        kept.add(entry.candidate());
      }
    }
    Wake.next(wake, meet, at, hold);
  }

  @FinishBundle
  public void finishBundle() {
    unmatched.counters().flush();
  }

  /** Any: what the timer holds is not late, and what came late may leave so. */
  @SuppressWarnings("deprecation") // Nothing else lets a late record keep its time.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private void leave(Entry entry, OutputReceiver<Row> out, OutputReceiver<DeadLetter> dead) {
    if (entry.matched()) {
      unmatched.counters().add(JoinWithin.MATCHED, 1);
    } else {
      unmatched.send(entry.left(), entry.row(), Instant.ofEpochMilli(entry.time()), out, dead);
    }
  }
}
