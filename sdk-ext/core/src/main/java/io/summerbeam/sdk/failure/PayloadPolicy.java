package io.summerbeam.sdk.failure;

import java.io.Serializable;

/**
 * What a dead letter may hold of the data: payload, key, headers, message and stack trace. It is
 * applied where the dead letter is made, before it is sent or written anywhere.
 *
 * <p>Policies that need keys (encrypting, masking) belong to {@code transforms.mask}.
 */
public interface PayloadPolicy extends Serializable {

  /** The format of a payload that a policy has encrypted; behind it "+" and its own. */
  String ENCRYPTED_FORMAT = "encrypted";

  /**
   * The format of a payload that a policy has masked; behind it "+" and its own: {@code
   * masked+json}. By it a replay knows that the payload is not what the source had, so a policy of
   * your own that masks says it too.
   */
  String MASKED_FORMAT = "masked";

  /** The header in which a policy that encrypts anything puts all headers. */
  String ENCRYPTED_HEADERS = "summerbeam-encrypted-headers";

  /**
   * Makes ready for work: reads keys. Each DoFn that makes dead letters calls it when it is set up,
   * so that a key that is missing is found out before the first record, and not at the first bad
   * one. It may be called any number of times, and must be cheap after the first. Default: nothing
   * is done.
   *
   * @throws IllegalStateException if a key cannot be read
   */
  default void open() {}

  /**
   * Returns the dead letter as it may leave the worker. What it throws is thrown by the DoFn, so
   * the bundle is tried again and nothing is lost.
   */
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
