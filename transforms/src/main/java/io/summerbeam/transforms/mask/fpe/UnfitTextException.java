package io.summerbeam.transforms.mask.fpe;

/**
 * A text cannot be encrypted or decrypted. The message names the rule and quotes nothing but
 * counts.
 */
public final class UnfitTextException extends Exception {

  private static final long serialVersionUID = 1;

  UnfitTextException(String message) {
    // Where it was thrown says nothing that the message does not; a stack trace costs more than the
    // encryption.
    super(message, null, false, false);
  }
}
