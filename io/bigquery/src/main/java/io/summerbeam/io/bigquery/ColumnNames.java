package io.summerbeam.io.bigquery;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of BigQuery for the names of columns. */
final class ColumnNames {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,299}");

  private static final List<String> RESERVED =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");

  private ColumnNames() {}

  /**
   * Checks the names of columns that stand together.
   *
   * @param path where they stand, with a dot behind it; empty for those of the table
   * @throws IllegalArgumentException if BigQuery has no column of such a name
   */
  static void check(List<String> names, String path) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String upper = name.toUpperCase(Locale.ROOT);
      if (!NAME.matcher(name).matches() || RESERVED.stream().anyMatch(upper::startsWith)) {
        throw new IllegalArgumentException(
            "the field '"
                + path
                + name
                + "' has a name that no column can have: letters, digits and underscores, at most"
                + " 300, no digit first, and none of the prefixes that are reserved. Rename the"
                + " field.");
      }
      // The client reads a list of this name as the cells of the whole row.
      if (path.isEmpty() && name.equals("f")) {
        throw new IllegalArgumentException(
            "the field 'f' has a name that the client of BigQuery needs for itself. Rename the"
                + " field.");
      }
      if (!seen.add(upper)) {
        throw new IllegalArgumentException(
            "the field '"
                + path
                + name
                + "' has the name of another one, but for the case, which columns do not have."
                + " Rename one of them.");
      }
    }
  }
}
