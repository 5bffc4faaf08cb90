package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Replays letters of a topic to a target that knows nothing of Kafka's transactions. With a commit
 * the letters are first marked as perhaps delivered, then delivered, then marked as delivered.
 */
final class ReplayToWriter implements ReplaySession {

  private record Delivery(DeadLetter letter, ReplayRecord record) {}

  private final LetterTransactions transactions;
  private final ReplayWriter writer;
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<String, DeadLetter> parked = new LinkedHashMap<>();

  private ReplayToWriter(LetterTransactions transactions, ReplayWriter writer) {
    this.transactions = transactions;
    this.writer = writer;
  }

  /** Starts it; the transactions are closed where the target cannot be opened. */
  static ReplayToWriter open(LetterTransactions transactions, ReplayTarget target)
      throws IOException {
    try {
      return new ReplayToWriter(transactions, target.open());
    } catch (IOException | RuntimeException e) {
      transactions.close();
      throw e;
    }
  }

  @Override
  public ReplayDelivery delivery() {
    return ReplayDelivery.AT_LEAST_ONCE;
  }

  @Override
  public boolean deliver(DeadLetter letter, ReplayRecord record) {
    String key = LetterStates.keyOf(letter);
    if (transactions.statusOf(letter) == LetterStatus.REPLAYED || deliveries.containsKey(key)) {
      return false;
    }
    deliveries.put(key, new Delivery(letter, record));
    parked.remove(key);
    return true;
  }

  @Override
  public boolean park(DeadLetter letter) {
    String key = LetterStates.keyOf(letter);
    LetterStatus status = transactions.statusOf(letter);
    if (status == LetterStatus.REPLAYED
        || status == LetterStatus.PARKED
        || deliveries.containsKey(key)) {
      return false;
    }
    return parked.put(key, letter) == null;
  }

  @Override
  public void commit() throws IOException {
    for (Delivery delivery : deliveries.values()) {
      transactions.mark(delivery.letter(), LetterStatus.UNCONFIRMED);
    }
    transactions.commit();
    for (Delivery delivery : deliveries.values()) {
      writer.write(delivery.record());
    }
    writer.flush();
    for (Delivery delivery : deliveries.values()) {
      transactions.mark(delivery.letter(), LetterStatus.REPLAYED);
    }
    for (DeadLetter letter : parked.values()) {
      transactions.mark(letter, LetterStatus.PARKED);
    }
    transactions.commit();
    deliveries.clear();
    parked.clear();
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      transactions.close();
    }
  }
}
