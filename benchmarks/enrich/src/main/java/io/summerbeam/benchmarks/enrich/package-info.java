/**
 * Records that meet a table, and nothing else, so that what a pipeline costs is what that costs: a
 * table in memory ({@code table}), a database ({@code lookup}), the stream of a table's changes
 * ({@code changelog}). Here is what their arms have in common.
 */
@NullMarked
package io.summerbeam.benchmarks.enrich;

import org.jspecify.annotations.NullMarked;
