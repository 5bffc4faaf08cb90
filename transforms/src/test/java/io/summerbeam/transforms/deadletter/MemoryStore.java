package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.JournaledReplay;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterJournal;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A store for tests, as anybody may write one. */
final class MemoryStore implements DeadLetterStore, LetterJournal {

  final Map<String, LetterStatus> statuses = new HashMap<>();
  private final List<DeadLetter> letters = new ArrayList<>();

  void add(DeadLetter letter) {
    letters.add(letter);
  }

  @Override
  public LetterScan scan(LetterFilter filter) {
    Iterator<DeadLetter> rest = letters.iterator();
    return new LetterScan() {
      @Override
      public StoredLetter next() {
        while (rest.hasNext()) {
          DeadLetter letter = rest.next();
          if (filter.matches(letter, status(letter))) {
            return new StoredLetter(letter, status(letter));
          }
        }
        return null;
      }

      @Override
      public long unreadable() {
        return 3;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public LetterScan follow(LetterFilter filter) throws IOException {
    throw new IOException("This store cannot be followed.");
  }

  @Override
  public ReplaySession replay(ReplayTarget target) throws IOException {
    return JournaledReplay.open(this, target);
  }

  @Override
  public LetterStatus status(DeadLetter letter) {
    return statuses.getOrDefault(letter.id(), LetterStatus.OPEN);
  }

  @Override
  public void write(Collection<DeadLetter> written, LetterStatus status) {
    written.forEach(letter -> statuses.put(letter.id(), status));
  }

  @Override
  public void close() {}
}
