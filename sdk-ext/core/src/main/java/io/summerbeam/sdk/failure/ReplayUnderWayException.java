package io.summerbeam.sdk.failure;

import java.io.IOException;

/** Another replay of the same store is open, and the store takes one at a time. */
public final class ReplayUnderWayException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Refuses a second replay.
   *
   * @param message names the store and what to do
   */
  public ReplayUnderWayException(String message) {
    super(message);
  }
}
