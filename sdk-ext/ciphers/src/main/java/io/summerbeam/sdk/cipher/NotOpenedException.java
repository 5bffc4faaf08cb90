package io.summerbeam.sdk.cipher;

/** Bytes that were not encrypted with this keyset and these associated bytes, or changed since. */
public final class NotOpenedException extends Exception {

  private static final long serialVersionUID = 1;

  /** Where it came from says nothing, and may happen for each of many records. */
  NotOpenedException() {
    super(
        "It was not encrypted with a key of this keyset and these associated data, or it was"
            + " changed since.",
        null,
        false,
        false);
  }
}
