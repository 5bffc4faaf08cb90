package io.summerbeam.io.bigquery;

import org.apache.beam.sdk.io.gcp.bigquery.BigQueryHelpers;

/** The rule for the names of tables. */
final class TableName {

  private TableName() {}

  static String check(String table) {
    try {
      BigQueryHelpers.parseTableSpec(table);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "write() must be given 'project:dataset.table' or 'dataset.table', but was: '"
              + table
              + "'",
          e);
    }
    return table;
  }
}
