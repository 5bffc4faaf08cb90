package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.Clustering;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** By which columns the rows of a table are kept together. */
final class Clustered {

  private static final int MAX_COLUMNS = 4;
  private static final Set<String> TYPES =
      Set.of("BIGNUMERIC", "BOOL", "DATE", "DATETIME", "INT64", "NUMERIC", "STRING", "TIMESTAMP");

  private Clustered() {}

  static List<String> checkNames(List<String> names) {
    if (names.size() > MAX_COLUMNS || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "withClustering() must be given at most "
              + MAX_COLUMNS
              + " columns, each once, but was: "
              + names);
    }
    return List.copyOf(names);
  }

  /** Checks that the table has such columns, and that they are of types that can be compared. */
  static void check(List<String> names, Columns columns) {
    for (String name : names) {
      ColumnType type = columns.required(name, "withClustering()");
      if (type.repeated() || !TYPES.contains(type.name())) {
        throw new IllegalArgumentException(
            "withClustering(): the column '"
                + name
                + "' is "
                + type.text()
                + ", and BigQuery clusters by none but whole numbers, decimals, BOOL, STRING and"
                + " times.");
      }
    }
  }

  static Clustering toClustering(List<String> names) {
    return new Clustering().setFields(names);
  }
}
