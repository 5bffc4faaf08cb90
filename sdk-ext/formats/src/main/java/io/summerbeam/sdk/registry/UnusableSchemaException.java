package io.summerbeam.sdk.registry;

import org.jspecify.annotations.Nullable;

/**
 * A registry answers, and what is wrong is wrong with the schema that it was asked for, and so with
 * the records of this schema: others may well be had.
 */
public final class UnusableSchemaException extends RegistryException {

  private static final long serialVersionUID = 1;

  private final boolean retryable;

  /**
   * Says what is wrong.
   *
   * @param retryable whether it may be had later, as it is
   * @param cause what a library threw; null where there is none
   */
  public UnusableSchemaException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /**
   * Whether the same schema may be had later: somebody has to allow it, or to add what it needs.
   */
  public boolean isRetryable() {
    return retryable;
  }
}
