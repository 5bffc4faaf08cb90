package io.summerbeam.transforms.conform;

/** A value that cannot be what it is to be. Its message has the rule and never the value. */
final class MisfitException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean placed;

  MisfitException(String rule) {
    this(rule, false);
  }

  private MisfitException(String message, boolean placed) {
    // Without frames: it is one record's, and there may be many of them.
    super(message, null, false, false);
    this.placed = placed;
  }

  /** The same with the place before it, unless it has the place of something further inside. */
  MisfitException at(String place) {
    return placed ? this : new MisfitException("'" + place + "': " + getMessage(), true);
  }
}
