/**
 * Adding to a record what another place knows of it: {@link io.summerbeam.transforms.enrich.Enrich}
 * is where to start; {@link io.summerbeam.transforms.enrich.EnrichFromTable} takes it from a
 * bounded table, {@link io.summerbeam.transforms.enrich.EnrichFromLookup} asks another system.
 */
package io.summerbeam.transforms.enrich;
