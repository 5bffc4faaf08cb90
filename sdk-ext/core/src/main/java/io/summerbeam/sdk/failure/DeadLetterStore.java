package io.summerbeam.sdk.failure;

import java.io.IOException;

/**
 * Where dead letters are kept: to be counted, looked at and replayed. {@code ./summerbeam
 * dead-letters} and a replay are made from it; the files, topics and tables that Summerbeam's sinks
 * write have one, and anybody's own storage may.
 *
 * <pre>{@code
 * LetterFilter late = LetterFilter.all().withReasons("late").withStatuses(LetterStatus.OPEN);
 * try (LetterScan scan = store.scan(late)) {
 *   for (StoredLetter found = scan.next(); found != null; found = scan.next()) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p><b>What is a letter.</b> The letters are not changed by what becomes of them. A store keeps
 * their {@link LetterStatus} beside them, under {@link DeadLetter#id} and {@link
 * DeadLetter#attempts}: a record that was replayed and failed again is a letter of its own, with
 * more attempts, and it is open, though it may have the same id. Two letters of one id and number
 * of attempts are copies of one, which a runner that delivers at least once may have written twice;
 * a scan may give both, a replay delivers one.
 *
 * <p><b>Replays.</b> A {@link ReplaySession} claims letters and delivers them. Where claim and
 * delivery are committed together (a topic to a topic of the same cluster, a table to a table of
 * the same database) each is delivered once; else at least once, and the session says which.
 *
 * <p><b>Threads.</b> A store is used by one thread; a scan and a session of it may be open at the
 * same time, and the scan may or may not see what the session does.
 *
 * <p><b>Errors.</b> An {@link IOException} has a message of our own, which names the place and
 * quotes no data and no secret. {@link Object#toString} names the place, without secrets.
 */
public interface DeadLetterStore extends AutoCloseable {

  /**
   * Reads the letters that a filter takes, in the order in which they came, as far as the store
   * knows it. It ends with what was there when it began; what is written meanwhile may be left out.
   *
   * @param filter taken as a whole; what a store cannot ask its storage for, it asks {@link
   *     LetterFilter#matches}
   * @throws IOException if the store is not there or cannot be read
   */
  LetterScan scan(LetterFilter filter) throws IOException;

  /**
   * Reads the letters that a filter takes and that are written from now on.
   *
   * @throws IOException if the store is not there or cannot be read
   */
  LetterScan follow(LetterFilter filter) throws IOException;

  /**
   * Opens a replay. Letters that an interrupted one had claimed are open again, or unconfirmed
   * where they may have been delivered.
   *
   * @param target where the records go
   * @throws ReplayUnderWayException if another one is open and the store takes one at a time
   * @throws IOException if the store or the target is not there or refuses
   */
  ReplaySession replay(ReplayTarget target) throws IOException;

  @Override
  void close() throws IOException;
}
