package io.summerbeam.io.bigquery;

import org.jspecify.annotations.Nullable;

/**
 * A Row holds a value that its column cannot hold. The message names the column and quotes no data;
 * that of the cause may.
 */
final class UnwritableRowException extends Exception {

  private static final long serialVersionUID = 1;

  private final String path;
  private final String problem;

  /**
   * @param problem what is wrong with the value, to stand after the name of its column
   */
  UnwritableRowException(String problem) {
    this("", problem, null);
  }

  UnwritableRowException(String problem, @Nullable Throwable cause) {
    this("", problem, cause);
  }

  private UnwritableRowException(String path, String problem, @Nullable Throwable cause) {
    super("the column '" + path + "' " + problem, cause, false, false);
    this.path = path;
    this.problem = problem;
  }

  /** The same, of a value inside of this column. */
  UnwritableRowException in(String column) {
    return new UnwritableRowException(
        path.isEmpty() ? column : column + "." + path, problem, getCause());
  }
}
