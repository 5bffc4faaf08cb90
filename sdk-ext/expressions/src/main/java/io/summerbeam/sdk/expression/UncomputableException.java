package io.summerbeam.sdk.expression;

/**
 * An expression has no value for a record although nothing that it reads is null: a division by
 * zero, a number out of range, a text that is no number, a key that is not there, a time finer than
 * milliseconds. It quotes neither the record nor, for it may hold data, the expression.
 */
public final class UncomputableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UncomputableException() {
    // Without frames: it is one record's, and there may be many of them.
    super(
        "the expression has no value for this record, and nothing that it reads is null (a division"
            + " by zero, a number out of range, a text that is no number, a key that is not there)",
        null,
        false,
        false);
  }
}
