package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks again and again for the letters that were written since the last time. */
final class FollowingScan implements LetterScan {

  // The time of a row is when its transaction began: it may be seen later than a newer one.
  private static final Duration OVERLAP = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LetterTable letters;
  private final LetterFilter filter;
  private final Connection connection;
  private final Queue<StoredLetter> found = new ArrayDeque<>();
  private final Map<String, OffsetDateTime> seen = new HashMap<>();
  private OffsetDateTime newest;
  private long askedAt = System.nanoTime();
  private long unreadable;

  private FollowingScan(
      LetterTable letters, LetterFilter filter, Connection connection, OffsetDateTime now) {
    this.letters = letters;
    this.filter = filter;
    this.connection = connection;
    this.newest = now;
  }

  static FollowingScan of(LetterTable letters, LetterFilter filter) throws IOException {
    Connection connection = letters.connect();
    boolean open = false;
    try {
      OffsetDateTime now =
          letters.tried(
              () -> {
                try (var query = connection.createStatement();
                    var answer = query.executeQuery("SELECT now()")) {
                  answer.next();
                  return answer.getObject(1, OffsetDateTime.class);
                }
              });
      FollowingScan scan = new FollowingScan(letters, filter, connection, now);
      scan.ask();
      // They were there before.
      scan.found.clear();
      scan.unreadable = 0;
      open = true;
      return scan;
    } finally {
      if (!open) {
        Connections.close(connection);
      }
    }
  }

  @Override
  public @Nullable StoredLetter next() throws IOException {
    if (found.isEmpty()) {
      pause();
      ask();
    }
    return found.poll();
  }

  private void pause() throws InterruptedIOException {
    long left = PAUSE_NANOS - (System.nanoTime() - askedAt);
    try {
      TimeUnit.NANOSECONDS.sleep(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(letters + ": interrupted.");
    }
  }

  private void ask() throws IOException {
    askedAt = System.nanoTime();
    OffsetDateTime since = newest.minus(OVERLAP);
    seen.values().removeIf(time -> time.isBefore(since));
    letters.tried(
        () -> {
          connection.setAutoCommit(false);
          try (LetterRows rows = LetterRows.of(connection, letters, filter, since)) {
            while (rows.next()) {
              take(rows.letter(), rows.writtenAt());
            }
            unreadable = rows.unreadable();
            return unreadable;
          } finally {
            // The next transaction sees what is written meanwhile.
            connection.rollback();
          }
        });
  }

  private void take(@Nullable StoredLetter letter, OffsetDateTime time) {
    if (letter != null && seen.put(copy(letter.letter()), time) == null) {
      found.add(letter);
      newest = time.isAfter(newest) ? time : newest;
    }
  }

  private static String copy(DeadLetter letter) {
    return letter.id() + "/" + letter.attempts();
  }

  @Override
  public long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    Connections.close(connection);
  }
}
