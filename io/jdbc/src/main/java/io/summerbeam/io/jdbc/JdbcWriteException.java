package io.summerbeam.io.jdbc;

/** Something could not be written; the runner tries the bundle again, or ends the job. */
final class JdbcWriteException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param message quotes no data
   */
  JdbcWriteException(String message) {
    super(message);
  }
}
