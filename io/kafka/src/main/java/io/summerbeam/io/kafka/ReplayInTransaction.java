package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import java.io.IOException;

/** Replays letters of a topic to topics of the same cluster: claim and delivery are one. */
final class ReplayInTransaction implements ReplaySession {

  private final LetterTransactions transactions;
  private final KafkaReplayTarget target;

  ReplayInTransaction(LetterTransactions transactions, KafkaReplayTarget target) {
    this.transactions = transactions;
    this.target = target;
  }

  @Override
  public ReplayDelivery delivery() {
    return ReplayDelivery.ONCE;
  }

  @Override
  public boolean deliver(DeadLetter letter, ReplayRecord record) {
    if (transactions.statusOf(letter) == LetterStatus.REPLAYED) {
      return false;
    }
    transactions.send(letter, target.record(record));
    transactions.mark(letter, LetterStatus.REPLAYED);
    return true;
  }

  @Override
  public boolean park(DeadLetter letter) {
    LetterStatus status = transactions.statusOf(letter);
    if (status == LetterStatus.REPLAYED || status == LetterStatus.PARKED) {
      return false;
    }
    transactions.mark(letter, LetterStatus.PARKED);
    return true;
  }

  @Override
  public void commit() throws IOException {
    transactions.commit();
  }

  @Override
  public void close() {
    transactions.close();
  }
}
