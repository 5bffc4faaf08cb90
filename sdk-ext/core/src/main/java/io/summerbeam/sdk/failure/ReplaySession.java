package io.summerbeam.sdk.failure;

import java.io.IOException;

/**
 * One replay of letters of a store to a target. What is delivered and parked counts from {@link
 * #commit} on, all of it since the last one together; the caller commits every few hundred letters,
 * because what is not committed is held in memory or in an open transaction. A session that is
 * closed, or dies, without a commit leaves letters that are open, or unconfirmed where they may
 * have been delivered: the next one takes them again. Of one thread.
 */
public interface ReplaySession extends AutoCloseable {

  /** How often a record may arrive. */
  ReplayDelivery delivery();

  /**
   * Claims a letter and delivers its record, with the next commit.
   *
   * @param letter as the scan gave it
   * @param record what is delivered, which the target does not refuse ({@link
   *     ReplayTarget#refusal})
   * @return false where the letter is not to be had: it was replayed before, is a copy of one that
   *     was, or another session has it. Nothing is done then.
   * @throws IOException if it cannot be claimed or delivered; the session is of no more use
   */
  boolean deliver(DeadLetter letter, ReplayRecord record) throws IOException;

  /**
   * Parks a letter, with the next commit: no replay takes it unless parked ones are asked for.
   *
   * @return false where the letter is not to be had, as for {@link #deliver}, or is parked already
   * @throws IOException if it cannot be parked; the session is of no more use
   */
  boolean park(DeadLetter letter) throws IOException;

  /**
   * Makes what was delivered and parked since the last commit count: when this returns, the records
   * are where they should be and the letters are marked.
   *
   * @throws IOException if that cannot be done or is not known to be; the session is of no more use
   */
  void commit() throws IOException;

  /** Ends it. What was not committed is given up. */
  @Override
  void close() throws IOException;
}
