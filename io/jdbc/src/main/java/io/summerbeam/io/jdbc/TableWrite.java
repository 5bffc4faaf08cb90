package io.summerbeam.io.jdbc;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is written where. Steps with equal ones share their connections on a worker.
 *
 * @param where first words of messages: {@code JdbcRows.write orders}
 * @param columns what is written, of a row's fields, called as they are
 * @param key the columns that a row is found by again; none where rows are only added
 * @param deleteField the field that is true in a row that deletes; null where there is none
 * @param versionField the column that must not become smaller; null where the last row counts
 * @param merge what becomes of a row that is there: assignments; null to take all new values
 * @param create the statements that make the table where it is not there; none where it must be
 * @param connections how many there may be in a JVM
 * @param retries how often a batch that failed, and may pass, is written again
 */
record TableWrite(
    String where,
    Database database,
    TableName table,
    Schema columns,
    List<String> key,
    @Nullable String deleteField,
    @Nullable String versionField,
    @Nullable String merge,
    List<String> create,
    int connections,
    int retries)
    implements Serializable {

  private static final long serialVersionUID = 1;
}
