package io.summerbeam.benchmarks;

/** What was typed cannot be done. The message is for who typed it; the command ends with code 2. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
