package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.failure.UnmendableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Replay}: takes letter after letter, and counts. */
final class ReplayRun {

  // What stands for others is the last.
  private static final Comparator<String> BY_REASON =
      Comparator.<String, Boolean>comparing(Replay.FURTHER_REASONS::equals)
          .thenComparing(Comparator.naturalOrder());

  private final Replay replay;
  private final ReplayTarget target;
  private final @Nullable ReplaySession session;
  private final Map<String, Long> refused = new TreeMap<>(BY_REASON);
  private final Map<String, List<String>> refusedIds = new TreeMap<>(BY_REASON);
  private final Map<String, Long> added = new TreeMap<>();
  private long delivered;
  private long parked;
  private long passedOver;
  private int openLetters;
  private long openBytes;

  /**
   * @param session null where it is only asked what would be done
   */
  ReplayRun(Replay replay, ReplayTarget target, @Nullable ReplaySession session) {
    this.replay = replay;
    this.target = target;
    this.session = session;
  }

  ReplayResult over(LetterScan scan) throws IOException {
    for (StoredLetter found = scan.next(); found != null; found = scan.next()) {
      take(found);
      if (openLetters >= Replay.COMMIT_LETTERS || openBytes >= Replay.COMMIT_BYTES) {
        commit();
      }
    }
    commit();
    return new ReplayResult(
        session == null ? null : session.delivery(),
        delivered,
        session == null ? 0 : session.superseded(),
        parked,
        passedOver,
        refused,
        refusedIds,
        added,
        scan.unreadable());
  }

  private void take(StoredLetter found) throws IOException {
    DeadLetter letter = found.letter();
    if (letter.attempts() >= replay.maxAttempts()) {
      park(found);
      return;
    }
    ReplayRecord record = ReplayRecord.of(letter);
    if (record.isEncrypted()) {
      // No target can tell: to a topic it is bytes like any others.
      refuse(letter.id(), "it is encrypted");
      return;
    }
    if (record.isMasked()) {
      if (!replay.masked()) {
        refuse(letter.id(), "it is masked: replay it from its source, or allow what is masked");
        return;
      }
      record = record.withoutMaskedMark();
    }
    LetterEdit.Mended mended = null;
    try {
      if (!replay.edit().isNone()) {
        mended = replay.edit().mend(record);
        record = mended.recordOf(letter);
      }
    } catch (UnmendableException e) {
      refuse(letter.id(), String.valueOf(e.getMessage()));
      return;
    }
    String refusal = target.refusal(record);
    if (refusal != null) {
      refuse(letter.id(), refusal);
      return;
    }
    if (session != null && !session.deliver(letter, record)) {
      passedOver++;
      return;
    }
    delivered++;
    openLetters++;
    byte[] payload = record.payload();
    openBytes += payload == null ? 0 : payload.length;
    if (mended != null) {
      mended.added().forEach(field -> added.merge(field, 1L, Long::sum));
    }
  }

  private void park(StoredLetter found) throws IOException {
    if (found.status() == LetterStatus.PARKED) {
      refuse(found.letter().id(), "it is parked, and was tried as often as is allowed");
    } else if (session == null || session.park(found.letter())) {
      parked++;
      openLetters++;
    } else {
      passedOver++;
    }
  }

  private void refuse(String id, String reason) {
    // Some have a number or a name in them, and could be as many as there are letters.
    boolean hasRoom = refused.size() < Replay.MAX_REASONS || refused.containsKey(reason);
    String counted = hasRoom ? reason : Replay.FURTHER_REASONS;
    refused.merge(counted, 1L, Long::sum);
    List<String> ids = refusedIds.computeIfAbsent(counted, any -> new ArrayList<>());
    if (ids.size() < Replay.LISTED_IDS) {
      ids.add(id);
    }
  }

  private void commit() throws IOException {
    if (session != null && openLetters > 0) {
      for (RefusedRecord each : session.commit()) {
        delivered--;
        refuse(each.record().letterId(), each.reason());
      }
    }
    openLetters = 0;
    openBytes = 0;
  }
}
