package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/**
 * What a format needs besides the record is not to be had now: a registry does not answer, or
 * refuses what it is asked. No record is at fault, so that it is not caught as one that is
 * malformed: it ends the bundle, which the runner tries again, and nothing is lost.
 *
 * <p>The message shows no secret and no data.
 */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says what is missing.
   *
   * @param cause what a library threw; null where there is none
   */
  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
