package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.util.List;

/**
 * One replay of letters of a store to a target. What is delivered and parked counts from {@link
 * #commit} on; the caller commits every few hundred letters, because what is not committed is held
 * in memory or in an open transaction. A commit is one step, but where the target refuses a record:
 * then it may be several, of which those before an error stay. A session that is closed, or dies,
 * without a commit leaves letters that are open, or unconfirmed where they may have been delivered:
 * the next one takes them again. Of one thread.
 */
public interface ReplaySession extends AutoCloseable {

  /** How often a record may arrive. */
  ReplayDelivery delivery();

  /**
   * Claims a letter and delivers its record, with the next commit, unless the target refuses it
   * then.
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
   * are where they should be and the letters are marked, but for the records that the target
   * refuses for what is in them. Those hold up no other, and their letters are as they were before.
   *
   * @return the refused ones; empty where all were delivered
   * @throws IOException if that cannot be done or is not known to be, for a reason that is not a
   *     record's; the session is of no more use
   */
  List<RefusedRecord> commit() throws IOException;

  /**
   * How many of the records that are delivered changed nothing, because the target has something
   * newer; 0 where it takes all that it gets. They are no refused ones: nothing is left to be done.
   */
  default long superseded() {
    return 0;
  }

  /** Ends it. What was not committed is given up. */
  @Override
  void close() throws IOException;
}
