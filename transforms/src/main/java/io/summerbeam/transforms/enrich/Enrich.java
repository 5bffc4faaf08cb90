package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.RowLookupSource;
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
   * From a system outside of the pipeline, which is asked for many keys at once.
   *
   * @param source what is asked; {@link EnrichFromLookup#on} and {@link EnrichFromLookup#take} must
   *     follow
   */
  public static EnrichFromLookup fromLookup(RowLookupSource source) {
    return EnrichFromLookup.of(source);
  }
}
