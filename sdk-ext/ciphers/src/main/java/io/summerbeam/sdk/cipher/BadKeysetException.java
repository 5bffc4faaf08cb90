package io.summerbeam.sdk.cipher;

import org.jspecify.annotations.Nullable;

/** Bytes that are no keyset, or not the right one. The message shows none of them. */
public final class BadKeysetException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param cause only one that cannot quote the keyset
   */
  BadKeysetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
