package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.time.Duration;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Adds fields to records, from a place that knows them by a key. */
public final class Enrich {

  private Enrich() {}

  /**
   * From a bounded table of up to some hundred thousand rows, which every worker holds in memory:
   * about 250 bytes for a row whose key and two taken fields are texts of 8 to 10 characters.
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

  /**
   * From a table that changes slowly, of which every worker holds a copy that is made anew in the
   * background: about 220 bytes for a row whose key and two taken fields are texts of 8 to 10
   * characters, and twice that while it is made anew.
   *
   * @param loader what reads the table; it equals its serialized copy
   * @param refreshEvery the time from the end of one load to the next; {@link
   *     EnrichFromSnapshot#on} and {@link EnrichFromSnapshot#take} must follow
   * @throws IllegalArgumentException if the time is not positive or the loader has no {@code
   *     equals}
   */
  public static EnrichFromSnapshot fromSnapshot(SnapshotLoader loader, Duration refreshEvery) {
    return EnrichFromSnapshot.of(loader, refreshEvery);
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
