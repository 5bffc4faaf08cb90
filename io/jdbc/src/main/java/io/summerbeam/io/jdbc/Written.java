package io.summerbeam.io.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What became of rows that were sent together.
 *
 * @param rejection why the database refused them for what is in them; null where it did not
 * @param rows how many are in the table now; of those whose newest version counts the others left
 *     it as it was
 */
record Written(@Nullable String rejection, int rows) {

  static Written of(int rows) {
    return new Written(null, rows);
  }

  static Written refused(String rejection) {
    return new Written(rejection, 0);
  }
}
