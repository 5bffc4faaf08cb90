package io.summerbeam.transforms.deadletter;

/**
 * A payload cannot be edited. The message goes on from "it was not replayed because" and quotes no
 * data.
 */
final class UnmendableException extends Exception {

  private static final long serialVersionUID = 1;

  UnmendableException(String message) {
    // One for each record: where it was thrown says nothing that the message does not.
    super(message, null, false, false);
  }
}
