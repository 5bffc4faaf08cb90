package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A replay from any store to any target, at least once. A commit notes the letters as unconfirmed,
 * delivers their records, and notes the letters as replayed: where it dies in between, the next
 * replay finds them unconfirmed and delivers them again. A letter whose record is refused gets the
 * status back that it had.
 */
public final class JournaledReplay implements ReplaySession {

  private final LetterJournal journal;
  private final ReplayWriter writer;
  private final List<Claim> claims = new ArrayList<>();
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
    LetterStatus status = journal.status(letter);
    if (status == LetterStatus.REPLAYED || !taken.add(Copy.of(letter))) {
      return false;
    }
    claims.add(new Claim(letter, record, status));
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
  public List<RefusedRecord> commit() throws IOException {
    if (!parked.isEmpty()) {
      journal.write(parked, LetterStatus.PARKED);
    }
    List<RefusedRecord> refused = List.of();
    if (!claims.isEmpty()) {
      journal.write(claims.stream().map(Claim::letter).toList(), LetterStatus.UNCONFIRMED);
      for (Claim claim : claims) {
        writer.write(claim.record());
      }
      refused = writer.flush();
      confirm(refused);
    }
    forget();
    return refused;
  }

  @Override
  public long superseded() {
    return writer.superseded();
  }

  private void confirm(List<RefusedRecord> refused) throws IOException {
    List<DeadLetter> delivered = new ArrayList<>();
    Map<LetterStatus, List<DeadLetter>> asBefore = new EnumMap<>(LetterStatus.class);
    for (Claim claim : claims) {
      // Two letters of one id have other attempts, which are in the headers of their records.
      if (refused.stream().noneMatch(each -> each.record().equals(claim.record()))) {
        delivered.add(claim.letter());
      } else if (claim.before() != LetterStatus.UNCONFIRMED) {
        asBefore.computeIfAbsent(claim.before(), any -> new ArrayList<>()).add(claim.letter());
      }
    }
    if (!delivered.isEmpty()) {
      journal.write(delivered, LetterStatus.REPLAYED);
    }
    for (Map.Entry<LetterStatus, List<DeadLetter>> each : asBefore.entrySet()) {
      journal.write(each.getValue(), each.getKey());
    }
  }

  private void forget() {
    claims.clear();
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

  /**
   * A letter that is to be delivered.
   *
   * @param before its status until now
   */
  private record Claim(DeadLetter letter, ReplayRecord record, LetterStatus before) {}

  /** What two copies of a letter have in common. */
  private record Copy(String id, int attempts) {
    static Copy of(DeadLetter letter) {
      return new Copy(letter.id(), letter.attempts());
    }
  }
}
