/**
 * The arms in Beam: the source of the open loop, the flights job by hand behind it, and nothing
 * behind it, which is what the runner itself costs in time.
 */
@NullMarked
package io.summerbeam.benchmarks.latency.beam;

import org.jspecify.annotations.NullMarked;
