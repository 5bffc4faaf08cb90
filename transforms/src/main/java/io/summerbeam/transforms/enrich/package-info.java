/**
 * Adding to a record what another place knows of it: {@link io.summerbeam.transforms.enrich.Enrich}
 * is where to start; {@link io.summerbeam.transforms.enrich.EnrichFromTable} takes it from a
 * bounded table, {@link io.summerbeam.transforms.enrich.EnrichFromChangelog} from one that changes.
 */
package io.summerbeam.transforms.enrich;
