package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterJournal;
import io.summerbeam.sdk.failure.LetterStatus;
import java.io.IOException;
import java.util.Collection;

/** What is noted of the letters of a topic, for a replay to a target that is no topic. */
final class TopicJournal implements LetterJournal {

  private final LetterTransactions transactions;

  TopicJournal(LetterTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public LetterStatus status(DeadLetter letter) {
    return transactions.statusOf(letter);
  }

  @Override
  public void write(Collection<DeadLetter> letters, LetterStatus status) throws IOException {
    for (DeadLetter letter : letters) {
      transactions.mark(letter, status);
    }
    transactions.commit();
  }

  @Override
  public void close() {
    transactions.close();
  }
}
