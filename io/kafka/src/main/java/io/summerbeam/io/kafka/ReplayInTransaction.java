package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Replays letters of a topic to topics of the same cluster: claim and delivery are one. */
final class ReplayInTransaction implements ReplaySession {

  private final LetterTransactions transactions;
  private final KafkaReplayTarget target;
  private final OriginalTopics topics;
  private final List<RefusedRecord> refused = new ArrayList<>();

  ReplayInTransaction(LetterTransactions transactions, KafkaReplayTarget target) {
    this.transactions = transactions;
    this.target = target;
    this.topics =
        new OriginalTopics(target.connection(), transactions.producer(), transactions.topics());
  }

  @Override
  public ReplayDelivery delivery() {
    return ReplayDelivery.ONCE;
  }

  @Override
  public boolean deliver(DeadLetter letter, ReplayRecord record) throws IOException {
    if (transactions.statusOf(letter) == LetterStatus.REPLAYED) {
      return false;
    }
    ProducerRecord<byte[], byte[]> sent = target.record(record);
    String refusal = target.topic() == null ? topics.refusal(sent) : null;
    if (refusal == null) {
      transactions.deliver(letter, record, sent);
    } else {
      refused.add(new RefusedRecord(record, refusal));
    }
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
  public List<RefusedRecord> commit() throws IOException {
    List<RefusedRecord> all = new ArrayList<>(refused);
    refused.clear();
    all.addAll(transactions.commit());
    return all;
  }

  @Override
  public void close() {
    transactions.close();
  }
}
