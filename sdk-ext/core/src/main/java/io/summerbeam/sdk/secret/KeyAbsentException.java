package io.summerbeam.sdk.secret;

/**
 * There is no key where the reference leads: it was destroyed, or not made yet. It says so for
 * certain; a key that may be there but cannot be read now is another {@link IllegalStateException}.
 */
public final class KeyAbsentException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * Says that there is none.
   *
   * @param message shows the reference only
   */
  public KeyAbsentException(String message) {
    super(message);
  }

  /**
   * Says that there is none.
   *
   * @param message shows the reference only
   */
  public KeyAbsentException(String message, Throwable cause) {
    super(message, cause);
  }
}
