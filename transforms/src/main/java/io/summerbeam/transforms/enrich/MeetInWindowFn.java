package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/** Decides the records of a key and window, when the window is over. */
final class MeetInWindowFn extends DoFn<KV<Row, Iterable<Arrival>>, Row> {

  private static final long serialVersionUID = 1;

  private final ChangelogTimes times;
  private final Meeting meeting;
  private final Coder<Row> takenCoder;

  MeetInWindowFn(ChangelogTimes times, Meeting meeting, Coder<Row> takenCoder) {
    this.times = times;
    this.meeting = meeting;
    this.takenCoder = takenCoder;
  }

  @Setup
  public void setup() {
    meeting.open();
  }

  @ProcessElement
  public void process(@Element KV<Row, Iterable<Arrival>> group, MultiOutputReceiver out) {
    decide(group.getValue(), out.get(EnrichFromChangelog.OUT), out.get(EnrichFromChangelog.DEAD));
  }

  /** Decides the records among what came for a key. */
  void decide(
      Iterable<Arrival> arrivals, OutputReceiver<Row> out, OutputReceiver<DeadLetter> dead) {
    List<TableVersion> versions = new ArrayList<>();
    List<WaitingRecord> records = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      TableVersion version = arrival.version();
      WaitingRecord record = arrival.record();
      if (version != null) {
        versions.add(version);
      } else if (record != null) {
        records.add(record);
      }
    }
    TableHistory history = new TableHistory(versions, times, takenCoder);
    records.sort(Comparator.comparingLong(WaitingRecord::time));
    for (WaitingRecord record : records) {
      meeting.send(record, history.at(record.time()), out, dead);
    }
  }

  @FinishBundle
  public void finishBundle() {
    meeting.counters().flush();
  }

  /** Any: a record leaves with its own time, which its window has held. */
  @SuppressWarnings("deprecation") // Nothing else lets a record of a group keep its time.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
