package io.summerbeam.transforms.lookup;

import org.jspecify.annotations.Nullable;

/**
 * Why a key could not be asked for.
 *
 * @param message what went wrong, in our words, which quote no data
 * @param cause the exception of the lookup, which may; null where there is none
 * @param retryable whether it may succeed later
 * @param attempts how many times it was tried
 */
public record AskFailure(
    String message, @Nullable Throwable cause, boolean retryable, int attempts) {

  /** Nothing of what the exception says. */
  @Override
  public String toString() {
    return message;
  }
}
