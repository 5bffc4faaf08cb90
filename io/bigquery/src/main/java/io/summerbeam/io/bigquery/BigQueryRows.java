package io.summerbeam.io.bigquery;

/**
 * Rows in tables of BigQuery: {@link #write}.
 *
 * <pre>{@code
 * delays.apply(
 *     BigQueryRows.write("my-project:flights.delays")
 *         .withPartitioning("day", Granularity.DAY)
 *         .withClustering("state")
 *         .withDeadLetters(dead));
 * }</pre>
 */
public final class BigQueryRows {

  private BigQueryRows() {}

  /**
   * Writes into a table, which is created where it is missing.
   *
   * @param table {@code project:dataset.table}, {@code project.dataset.table}, or {@code
   *     dataset.table} in the project of the pipeline's options
   * @throws IllegalArgumentException if it is of another form
   */
  public static WriteBigQueryRows write(String table) {
    return WriteBigQueryRows.of(table);
  }
}
