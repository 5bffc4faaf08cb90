package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.util.Collection;

/**
 * What a store notes of its letters, for a replay that delivers elsewhere ({@link
 * JournaledReplay}). It is held by one replay at a time: whoever makes it has seen to that.
 */
public interface LetterJournal extends AutoCloseable {

  /** What is noted of a letter: {@link LetterStatus#OPEN} where nothing is. */
  LetterStatus status(DeadLetter letter) throws IOException;

  /**
   * Notes a status of letters. When this returns, it is there to stay.
   *
   * @throws IOException if that cannot be done; of some of them it may have been
   */
  void write(Collection<DeadLetter> letters, LetterStatus status) throws IOException;

  /** Lets the next replay have it. */
  @Override
  void close() throws IOException;
}
