package io.summerbeam.runners;

/**
 * A command did what it could, and left out some of what it was asked for. What it did stays, and
 * what it printed is right. The message is for the user: one line that says what was left out. The
 * command ends with code 3.
 */
public final class PartlyDoneException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Ends a command with a message of one line. */
  public PartlyDoneException(String message) {
    super(message);
  }
}
