package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A replay from any store to any target, at least once. A commit notes the letters as unconfirmed,
 * delivers their records, and notes the letters as replayed: where it dies in between, the next
 * replay finds them unconfirmed and delivers them again.
 */
public final class JournaledReplay implements ReplaySession {

  private final LetterJournal journal;
  private final ReplayWriter writer;
  private final List<DeadLetter> claimed = new ArrayList<>();
  private final List<ReplayRecord> records = new ArrayList<>();
  private final List<DeadLetter> parked = new ArrayList<>();
  private final Set<Copy> taken = new HashSet<>();

  private JournaledReplay(LetterJournal journal, ReplayWriter writer) {
    this.journal = journal;
    this.writer = writer;
  }

  /**
   * Opens it. Both are closed with it, the journal also where the target cannot be opened.
   *
   * @throws IOException if the target is not there or refuses
   */
  public static JournaledReplay open(LetterJournal journal, ReplayTarget target)
      throws IOException {
    try {
      return new JournaledReplay(journal, target.open());
    } catch (IOException | RuntimeException e) {
      try (journal) {
        throw e;
      }
    }
  }

  @Override
  public ReplayDelivery delivery() {
    return ReplayDelivery.AT_LEAST_ONCE;
  }

  @Override
  public boolean deliver(DeadLetter letter, ReplayRecord record) throws IOException {
    if (journal.status(letter) == LetterStatus.REPLAYED || !taken.add(Copy.of(letter))) {
      return false;
    }
    claimed.add(letter);
    records.add(record);
    return true;
  }

  @Override
  public boolean park(DeadLetter letter) throws IOException {
    LetterStatus status = journal.status(letter);
    if (status == LetterStatus.REPLAYED
        || status == LetterStatus.PARKED
        || !taken.add(Copy.of(letter))) {
      return false;
    }
    parked.add(letter);
    return true;
  }

  @Override
  public void commit() throws IOException {
    if (!parked.isEmpty()) {
      journal.write(parked, LetterStatus.PARKED);
    }
    if (!claimed.isEmpty()) {
      journal.write(claimed, LetterStatus.UNCONFIRMED);
      for (ReplayRecord record : records) {
        writer.write(record);
      }
      writer.flush();
      journal.write(claimed, LetterStatus.REPLAYED);
    }
    forget();
  }

  private void forget() {
    claimed.clear();
    records.clear();
    parked.clear();
    taken.clear();
  }

  @Override
  public void close() throws IOException {
    forget();
    try (journal) {
      writer.close();
    }
  }

  /** What two copies of a letter have in common. */
  private record Copy(String id, int attempts) {
    static Copy of(DeadLetter letter) {
      return new Copy(letter.id(), letter.attempts());
    }
  }
}
