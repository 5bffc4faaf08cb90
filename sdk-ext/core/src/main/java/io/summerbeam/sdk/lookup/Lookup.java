package io.summerbeam.sdk.lookup;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * An open connection to a table. Used by several threads at once.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface Lookup<K, V> extends AutoCloseable {

  /**
   * Asks for many keys at once and does not block: a call that blocks holds up its bundle, and no
   * timeout ends it. {@link BlockingCalls} makes threads for a client that blocks.
   *
   * @param keys not empty, not changed while the answer is open
   * @return the values of the keys that exist; a key that does not exist is absent in the answer.
   *     It fails with a {@link LookupException}, which says whether to ask again, and for which
   *     keys ({@link LookupException#ofKeys}).
   */
  CompletionStage<Map<K, V>> get(Set<K> keys);

  /**
   * As {@link #get(Set)}, for a lookup whose requests wait for each other: the time that an answer
   * may take begins when it has sent a request, and anew with each. {@link
   * BlockingCalls#submit(BlockingCalls.Call, Runnable)} does so. Default: it begins at once.
   *
   * <p>An answer whose time is over is cancelled. Where some of the keys have theirs by then it may
   * end with {@link LookupException#ofKeys} instead, and they keep them.
   *
   * @param whenSent to be run with each request that is sent for some of the keys; it does not
   *     block
   */
  default CompletionStage<Map<K, V>> get(Set<K> keys, Runnable whenSent) {
    whenSent.run();
    return get(keys);
  }

  /** Closes the connection; open requests may fail. */
  @Override
  void close();
}
