package io.summerbeam.sdk.failure;

/**
 * A payload cannot be edited. The message goes on from "it was not replayed because" and quotes no
 * data.
 */
public final class UnmendableException extends Exception {

  private static final long serialVersionUID = 1;

  /** Says why. */
  public UnmendableException(String message) {
    // One for each record: where it was thrown says nothing that the message does not.
    super(message, null, false, false);
  }
}
