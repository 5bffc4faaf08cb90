package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.secret.KeySource;
import org.jspecify.annotations.Nullable;

/** References to secrets, as options have them. */
final class Secrets {

  private Secrets() {}

  /**
   * The password of a user; null where there is neither.
   *
   * @throws UsageException if there is one without the other, or it is no reference
   */
  static @Nullable KeySource ofUser(
      String userOption, @Nullable String user, String passwordOption, @Nullable String reference) {
    if ((user == null) != (reference == null)) {
      throw new UsageException(
          userOption + " and " + passwordOption + " must be given together, but one is missing.");
    }
    return reference == null ? null : reference(passwordOption, reference);
  }

  /**
   * A secret.
   *
   * @throws UsageException if it is no reference; the text is not shown
   */
  static KeySource reference(String option, String reference) {
    try {
      return KeySource.of(reference);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }
}
