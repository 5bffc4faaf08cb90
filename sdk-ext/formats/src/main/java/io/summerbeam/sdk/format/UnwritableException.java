package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/**
 * A Row holds a value that a format has no form for. The message is our own and quotes nothing; the
 * message of the cause may.
 */
public final class UnwritableException extends Exception {

  private static final long serialVersionUID = 1;

  UnwritableException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
