/**
 * Adding to a record what another place knows of it: {@link io.summerbeam.transforms.enrich.Enrich}
 * is where to start. {@link io.summerbeam.transforms.enrich.EnrichFromTable} takes it from a
 * bounded table, {@link io.summerbeam.transforms.enrich.EnrichFromSnapshot} from a copy that is
 * refreshed, {@link io.summerbeam.transforms.enrich.EnrichFromLookup} asks another system, {@link
 * io.summerbeam.transforms.enrich.EnrichFromChangelog} takes it from a table that changes, as it
 * was.
 *
 * <p>{@code SchemaTransformProvider}s are for those that take their table from another collection.
 * A snapshot and a lookup take it from a {@link io.summerbeam.sdk.lookup.SnapshotLoader} or a
 * {@link io.summerbeam.sdk.lookup.RowLookupSource}, which are Java objects of modules that this one
 * does not know: no configuration can name them here.
 */
package io.summerbeam.transforms.enrich;
