package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.TimePartitioning;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a table is cut into partitions.
 *
 * @param column null for the time at which a row came in
 */
record Partitioning(@Nullable String column, Granularity granularity) implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Set<String> TYPES = Set.of("DATE", "DATETIME", "TIMESTAMP");

  /** Checks that the table has such a column, and that it is of a type that can be cut. */
  void check(Columns columns) {
    if (column == null) {
      return;
    }
    ColumnType type = columns.required(column, "withPartitioning()");
    if (type.repeated() || !TYPES.contains(type.name())) {
      throw new IllegalArgumentException(
          "withPartitioning(): the column '"
              + column
              + "' must be a DATE, DATETIME or TIMESTAMP, but is: "
              + type.text());
    }
    if (granularity == Granularity.HOUR && type.name().equals("DATE")) {
      throw new IllegalArgumentException(
          "withPartitioning(): the column '"
              + column
              + "' is a DATE, which has no hours. Take DAY, MONTH or YEAR.");
    }
  }

  TimePartitioning toTimePartitioning() {
    return new TimePartitioning().setType(granularity.name()).setField(column);
  }
}
