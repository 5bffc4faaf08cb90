package io.summerbeam.transforms.enrich;

import org.jspecify.annotations.Nullable;

/** There is no copy of the table to look into. The message quotes no data. */
final class SnapshotException extends Exception {

  private static final long serialVersionUID = 1;

  private final int attempts;

  /**
   * @param attempts how many loads failed
   */
  SnapshotException(String message, int attempts, @Nullable Throwable cause) {
    super(message, cause);
    this.attempts = attempts;
  }

  int attempts() {
    return attempts;
  }
}
