/**
 * Orders whose customers are asked for in a PostgreSQL that takes a millisecond for each query, on
 * Flink: {@link io.summerbeam.benchmarks.enrich.lookup.LookupArm}. It starts the server, too.
 */
@NullMarked
package io.summerbeam.benchmarks.enrich.lookup;

import org.jspecify.annotations.NullMarked;
