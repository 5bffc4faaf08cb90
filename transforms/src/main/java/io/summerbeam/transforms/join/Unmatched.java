package io.summerbeam.transforms.join;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record without a partner: it comes out, is a dead letter, or is dropped. One
 * belongs to one DoFn.
 */
final class Unmatched implements Serializable {

  private static final long serialVersionUID = 1;

  private final JoinKind kind;
  private final JoinedRows joined;
  private final Failure miss;
  private final Failure noKey;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;

  /**
   * Of one step.
   *
   * @param miss a left record without a partner
   * @param noKey a left record without a key
   * @param deadLetters of left records that do not come out; null where they are dropped
   */
  Unmatched(
      String stepName,
      JoinKind kind,
      JoinedRows joined,
      Failure miss,
      Failure noKey,
      @Nullable DeadLetterFactory deadLetters) {
    this.kind = kind;
    this.joined = joined;
    this.miss = miss;
    this.noKey = noKey;
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
  }

  RecordCounters counters() {
    return counters;
  }

  /** Makes ready; called in the setup of the DoFn that it belongs to. */
  void open() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
  }

  /** Whether records of a side are put anywhere, with their own time; else they are dropped. */
  boolean keeps(boolean left) {
    return kind.keeps(left) || (left && deadLetters != null);
  }

  /** Whether records of a side come out where the pairs do. */
  boolean comesOut(boolean left) {
    return kind.keeps(left);
  }

  /** Puts a record where it belongs, with its own time. */
  void send(
      boolean left,
      Row row,
      Instant time,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead) {
    send(left, row, time, out, dead, miss);
  }

  /** The same, of a record that has no key to find a partner by. */
  void sendWithoutKey(
      boolean left,
      Row row,
      Instant time,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead) {
    send(left, row, time, out, dead, noKey);
  }

  private void send(
      boolean left,
      Row row,
      Instant time,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead,
      Failure why) {
    DeadLetterFactory factory = deadLetters;
    if (kind.keeps(left)) {
      counters.add(JoinWithin.UNMATCHED, 1);
      counters.out();
      out.outputWithTimestamp(left ? joined.row(row, null) : joined.row(null, row), time);
    } else if (left && factory != null) {
      counters.dead(Reason.LOOKUP_MISS.code());
      dead.outputWithTimestamp(factory.ofRow(row, time, GlobalWindow.INSTANCE, why), time);
    } else {
      counters.dropped();
    }
  }
}
