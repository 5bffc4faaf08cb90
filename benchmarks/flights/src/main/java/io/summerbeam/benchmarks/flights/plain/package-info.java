/**
 * No engine: one thread and a loop over the lines. It is the limit that no engine gets below on one
 * core, because it moves nothing and could not go on after a crash.
 */
@NullMarked
package io.summerbeam.benchmarks.flights.plain;

import org.jspecify.annotations.NullMarked;
