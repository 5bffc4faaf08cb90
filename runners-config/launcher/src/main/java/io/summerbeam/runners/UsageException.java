package io.summerbeam.runners;

/**
 * What was asked for cannot be done as it was asked. The message is for the user who typed it: one
 * or two lines that say what is wrong and what would be right. The command ends with code 2.
 */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Refuses the arguments with a message of one or two lines. */
  public UsageException(String message) {
    super(message);
  }
}
