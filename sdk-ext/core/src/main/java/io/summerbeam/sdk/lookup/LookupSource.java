package io.summerbeam.sdk.lookup;

import java.io.Serializable;

/**
 * Where values are looked up: the settings of a {@link Lookup}, which travel with the pipeline.
 *
 * <p>Two sources that are equal share one lookup per worker; implementations define {@code equals}
 * and {@code hashCode} by their settings. Secrets are held as references ({@link
 * io.summerbeam.sdk.secret.KeySource}), never as values.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface LookupSource<K, V> extends Serializable {

  /**
   * Opens the lookup on a worker. It is shared by all instances of the step there and closed after
   * the last of them, or some time later.
   *
   * @throws LookupException if the other side cannot be reached
   */
  Lookup<K, V> open() throws LookupException;

  /**
   * How many requests the other side is sent for so many keys that are asked for together: what a
   * rate limit goes by. Default: one.
   *
   * @param keys at least one
   * @return at least one, and not fewer for more keys
   */
  default int requestsFor(int keys) {
    return 1;
  }
}
