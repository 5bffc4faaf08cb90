/**
 * Adding to a record what another place knows of it: {@link io.summerbeam.transforms.enrich.Enrich}
 * is where to start. {@link io.summerbeam.transforms.enrich.EnrichFromTable} takes it from a
 * bounded table, {@link io.summerbeam.transforms.enrich.EnrichFromSnapshot} from a copy that is
 * refreshed, {@link io.summerbeam.transforms.enrich.EnrichFromLookup} asks another system, {@link
 * io.summerbeam.transforms.enrich.EnrichFromChangelog} takes it from a table that changes, as it
 * was.
 */
package io.summerbeam.transforms.enrich;
