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
}
