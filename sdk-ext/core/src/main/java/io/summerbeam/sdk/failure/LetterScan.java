package io.summerbeam.sdk.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Dead letters of a store one after the other, so that millions of them fit. Of one thread. */
public interface LetterScan extends AutoCloseable {

  /**
   * The next one; null where there is none. Behind the end of {@link DeadLetterStore#scan} it stays
   * null; of {@link DeadLetterStore#follow} null means none yet, and it comes back within some
   * seconds to say so.
   *
   * @throws IOException if the store cannot be read; what was given before is good
   */
  @Nullable StoredLetter next() throws IOException;

  /**
   * How much was met so far that is no dead letter of a version that is known: lines, messages,
   * rows. It is left out.
   */
  long unreadable();

  @Override
  void close() throws IOException;
}
