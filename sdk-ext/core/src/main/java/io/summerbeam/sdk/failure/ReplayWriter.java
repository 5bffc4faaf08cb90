package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.util.List;

/** An open {@link ReplayTarget}. Of one thread. */
public interface ReplayWriter extends AutoCloseable {

  /**
   * Takes a record, which may stay here until {@link #flush}, and is refused only then.
   *
   * @throws IOException if it cannot be delivered; what was taken since the last flush may or may
   *     not have been
   */
  void write(ReplayRecord record) throws IOException;

  /**
   * Delivers what was taken: when this returns, all of it is where it should be, to stay, but for
   * the records that are refused for what is in them and will be tomorrow.
   *
   * @return the refused ones; empty where all were delivered
   * @throws IOException if that cannot be done for a reason that is not a record's; some of it may
   *     have been
   */
  List<RefusedRecord> flush() throws IOException;

  /** How many of the records changed nothing; see {@link ReplaySession#superseded}. */
  default long superseded() {
    return 0;
  }

  /** Ends it. What was taken and not flushed is given up, as far as it was not delivered. */
  @Override
  void close() throws IOException;
}
