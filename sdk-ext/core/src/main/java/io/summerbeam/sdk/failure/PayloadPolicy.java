package io.summerbeam.sdk.failure;

import java.io.Serializable;
import java.util.Map;

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
   * Whether messages of libraries may be appended to ours. They quote data: {@code Unrecognized
   * token 'secret123'}.
   */
  default boolean keepsLibraryMessages() {
    return false;
  }

  /** Everything is kept: what a replay needs, and what a debugger wants to see. The default. */
  static PayloadPolicy keep() {
    return new Keep();
  }

  /** Payload, key, headers and stack trace are left out; coordinates and our message stay. */
  static PayloadPolicy drop() {
    return new Drop();
  }

  /** See {@link #keep}. */
  record Keep() implements PayloadPolicy {

    @Override
    public DeadLetter apply(DeadLetter letter) {
      return letter;
    }

    @Override
    public boolean keepsLibraryMessages() {
      return true;
    }
  }

  /** See {@link #drop}. */
  record Drop() implements PayloadPolicy {

    @Override
    public DeadLetter apply(DeadLetter letter) {
      return letter.toBuilder()
          .setPayload(null)
          .setPayloadFormat(null)
          .setPayloadSchema(null)
          .setKey(null)
          .setHeaders(Map.of())
          .setStackTrace(null)
          .build();
    }
  }
}
