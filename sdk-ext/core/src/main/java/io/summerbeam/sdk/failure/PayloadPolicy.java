package io.summerbeam.sdk.failure;

import java.io.Serializable;

/**
 * What a dead letter may hold of the data: payload, key, headers, message and stack trace. It is
 * applied where the dead letter is made, before it is sent or written anywhere.
 *
 * <p>Policies that need keys (encrypting, masking) belong to {@code transforms.mask}.
 */
public interface PayloadPolicy extends Serializable {

  /** Returns the dead letter as it may leave the worker. */
  DeadLetter apply(DeadLetter letter);

  /**
   * Whether it keeps everything, always. Only then messages of libraries are appended to ours and
   * stand in stack traces: they quote data ({@code Unrecognized token 'secret123'}; of each, the
   * first 1,000 characters are taken). And only then the id of a record without provenance is a
   * hash of its payload: who guesses the payload could see from the hash that it is right.
   */
  default boolean keepsAll() {
    return false;
  }

  /** Everything is kept: what a replay needs, and what a debugger wants to see. The default. */
  static PayloadPolicy keep() {
    return new KeepPayload();
  }

  /** Payload, key, headers and stack trace are left out; coordinates and our message stay. */
  static PayloadPolicy drop() {
    return new DropPayload();
  }
}
