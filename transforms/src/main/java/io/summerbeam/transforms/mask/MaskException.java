package io.summerbeam.transforms.mask;

/** A value cannot be masked or unmasked. The message quotes none of it, and has no cause that may. */
final class MaskException extends Exception {

  private static final long serialVersionUID = 1;

  /** Says the rule that the value breaks. */
  MaskException(String message) {
    super(message, null, false, false);
  }
}
