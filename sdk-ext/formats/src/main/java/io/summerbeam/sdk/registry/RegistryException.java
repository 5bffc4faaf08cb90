package io.summerbeam.sdk.registry;

import org.jspecify.annotations.Nullable;

/**
 * A registry does not answer, or refuses what it is asked. That something is not there is an answer
 * and not this exception; what is wrong with one schema alone is an {@link
 * UnusableSchemaException}. The message is our own; it shows no secret and no answer.
 */
public sealed class RegistryException extends Exception permits UnusableSchemaException {

  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param cause what a library threw; null where there is none
   */
  public RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
