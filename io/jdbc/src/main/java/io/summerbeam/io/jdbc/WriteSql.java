package io.summerbeam.io.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that write. Their parameters are one array for each column, so that a statement is
 * the same for any number of rows.
 */
final class WriteSql {

  private WriteSql() {}

  /** Asks nothing; it has the columns that are written. */
  static String described(TableWrite write) {
    return "SELECT " + Columns.list(write.columns(), "") + " FROM " + write.table().sql();
  }

  /** Adds rows, or takes them in place of those with the same key. */
  static String insert(TableWrite write, List<ColumnWriter> writers) {
    return "INSERT INTO "
        + write.table().sql()
        + " AS t ("
        + Columns.list(write.columns(), "")
        + ") SELECT "
        + numbered(writers.size(), i -> writers.get(i).written("r.c" + i), ", ")
        + rows(writers.size())
        + (write.key().isEmpty() ? "" : onConflict(write));
  }

  private static String onConflict(TableWrite write) {
    String key = write.key().stream().map(Identifier::quote).collect(Collectors.joining(", "));
    String merge = write.merge() == null ? assignments(write) : write.merge();
    return " ON CONFLICT ("
        + key
        + ") DO "
        + (merge.isEmpty() ? "NOTHING" : "UPDATE SET " + merge)
        + newerOnly(write);
  }

  // A row that was there before there were versions is before all of them.
  private static String newerOnly(TableWrite write) {
    if (write.versionField() == null) {
      return "";
    }
    String version = Identifier.quote(write.versionField());
    return " WHERE t." + version + " IS NULL OR t." + version + " <= EXCLUDED." + version;
  }

  private static String assignments(TableWrite write) {
    return write.columns().getFieldNames().stream()
        .filter(name -> !write.key().contains(name))
        .map(name -> Identifier.quote(name) + " = EXCLUDED." + Identifier.quote(name))
        .collect(Collectors.joining(", "));
  }

  /** Deletes the rows that have a key. */
  static String delete(TableWrite write, List<ColumnWriter> keyWriters) {
    return "DELETE FROM "
        + write.table().sql()
        + " AS t USING "
        + unnested(keyWriters.size())
        + " WHERE "
        + numbered(
            keyWriters.size(),
            i ->
                "t."
                    + Identifier.quote(write.key().get(i))
                    + " = "
                    + keyWriters.get(i).compared("r.c" + i),
            " AND ");
  }

  private static String rows(int columns) {
    return " FROM " + unnested(columns);
  }

  private static String unnested(int columns) {
    return "unnest("
        + numbered(columns, i -> "?", ", ")
        + ") AS r ("
        + numbered(columns, i -> "c" + i, ", ")
        + ")";
  }

  private static String numbered(
      int count, java.util.function.IntFunction<String> text, String separator) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(separator));
  }
}
