package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.enrich.Arrival.ArrivalCoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
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
 * Keeps the versions of a key and the records that wait for them. What arrives is only appended;
 * the timer decides what is due and collects what has expired, going through both once each time
 * that it fires.
 *
 * <p>One timer for both, so that nothing is collected that a record of the same moment needs.
 */
final class MeetInStateFn extends DoFn<KV<Row, Arrival>, Row> {

  private static final long serialVersionUID = 1;

  private final ChangelogTimes times;
  private final Meeting meeting;
  private final Coder<Row> takenCoder;

  @StateId("versions")
  private final StateSpec<BagState<TableVersion>> versionsSpec;

  @StateId("waiting")
  private final StateSpec<BagState<WaitingRecord>> waitingSpec;

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("decide")
  private final TimerSpec decideSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  MeetInStateFn(ChangelogTimes times, Meeting meeting, ArrivalCoder coder) {
    this.times = times;
    this.meeting = meeting;
    this.takenCoder = coder.versions().taken();
    this.versionsSpec = StateSpecs.bag(coder.versions());
    this.waitingSpec = StateSpecs.bag(coder.records());
  }

  @Setup
  public void setup() {
    meeting.open();
  }

  @ProcessElement
  public void process(
      @Element KV<Row, Arrival> keyed,
      @StateId("versions") BagState<TableVersion> versions,
      @StateId("waiting") BagState<WaitingRecord> waiting,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("decide") Timer decide) {
    TableVersion version = keyed.getValue().version();
    if (version != null) {
      versions.add(version);
      Wake.earlier(wake, decide, times.collectAt(version.time()), Wake.NEVER);
    }
    WaitingRecord record = keyed.getValue().record();
    if (record != null) {
      waiting.add(record);
      // Its own time is held, so that it is not late when it leaves.
      Wake.earlier(wake, decide, times.due(record.time()), record.time());
    }
  }

  @OnTimer("decide")
  public void decide(
      OnTimerContext context,
      MultiOutputReceiver out,
      @StateId("versions") BagState<TableVersion> versions,
      @StateId("waiting") BagState<WaitingRecord> waiting,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("decide") Timer decide) {
    decide(
        context.fireTimestamp(),
        out.get(EnrichFromChangelog.OUT),
        out.get(EnrichFromChangelog.DEAD),
        versions,
        waiting,
        wake,
        decide);
  }

  /**
   * Decides what is due.
   *
   * @param fired the time that the timer was set to
   */
  void decide(
      Instant fired,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead,
      BagState<TableVersion> versions,
      BagState<WaitingRecord> waiting,
      ValueState<Wake> wake,
      Timer decide) {
    long now = Wake.now(fired, decide.getCurrentRelativeTime());
    List<TableVersion> there = new ArrayList<>();
    versions.read().forEach(there::add);
    TableHistory history = new TableHistory(there, times, takenCoder);
    List<WaitingRecord> due = new ArrayList<>();
    List<WaitingRecord> others = new ArrayList<>();
    for (WaitingRecord record : waiting.read()) {
      (times.due(record.time()) <= now ? due : others).add(record);
    }
    due.sort(Comparator.comparingLong(WaitingRecord::time));
    for (WaitingRecord record : due) {
      meeting.send(record, history.at(record.time()), out, dead);
    }
    if (now == Wake.NEVER) {
      versions.clear();
      waiting.clear();
      wake.clear();
      return;
    }
    if (!due.isEmpty()) {
      waiting.clear();
      others.forEach(waiting::add);
    }
    TableHistory kept = history.since(now);
    if (kept.versions().size() < there.size()) {
      versions.clear();
      kept.versions().forEach(versions::add);
    }
    long at = kept.collectAt();
    long hold = Wake.NEVER;
    for (WaitingRecord record : others) {
      at = Math.min(at, times.due(record.time()));
      hold = Math.min(hold, record.time());
    }
    Wake.next(wake, decide, at, hold);
  }

  @FinishBundle
  public void finishBundle() {
    meeting.counters().flush();
  }

  /** Any: a record leaves with its own time, which the timer holds if it was not late. */
  @SuppressWarnings("deprecation") // Nothing else lets a late record keep its time.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
