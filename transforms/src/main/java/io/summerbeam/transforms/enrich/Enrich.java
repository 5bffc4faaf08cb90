package io.summerbeam.transforms.enrich;

import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Adds fields to records, from a place that knows them by a key. */
public final class Enrich {

  private Enrich() {}

  /**
   * From a bounded table of up to some hundred thousand rows, which every worker holds in memory.
   *
   * @param table its rows; {@link EnrichFromTable#on} and {@link EnrichFromTable#take} must follow
   */
  public static EnrichFromTable fromTable(PCollection<Row> table) {
    return EnrichFromTable.of(table);
  }

  /**
   * From a table that changes, as it was at each record's own event time.
   *
   * @param changes of the table: a row is an upsert of its key, or a delete where {@link
   *     EnrichFromChangelog#withDeletes} says so; {@link EnrichFromChangelog#on} and {@link
   *     EnrichFromChangelog#take} must follow
   */
  public static EnrichFromChangelog fromChangelog(PCollection<Row> changes) {
    return EnrichFromChangelog.of(changes);
  }
}
