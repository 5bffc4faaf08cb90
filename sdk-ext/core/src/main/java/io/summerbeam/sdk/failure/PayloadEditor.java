package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.Serializable;

/**
 * Opens payloads of one format, lets an edit change what is in them, and writes them again by the
 * schema that it has read them by, with the same bytes before them. What it could not write again
 * without a loss it refuses to open.
 *
 * <p>Formats have theirs; one of your own is for a format of your own. It travels with a replay,
 * which calls it with one thread.
 */
public interface PayloadEditor extends Serializable {

  /** The format of the payloads, as dead letters tell it: {@code avro-registry}. */
  String format();

  /**
   * Returns the payload with what the edit changes in it.
   *
   * @param payload not changed, not kept
   * @throws UnmendableException if it cannot be read, edited or written again
   * @throws IOException if what is needed besides the payload (a registry) is not to be had now
   */
  byte[] edit(byte[] payload, PayloadEdit edit) throws UnmendableException, IOException;
}
