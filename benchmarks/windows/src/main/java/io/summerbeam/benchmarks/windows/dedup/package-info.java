/**
 * Events of which some come twice, each let through once: by hand and by our DropDuplicates in Beam
 * ({@link io.summerbeam.benchmarks.windows.dedup.DedupArm}), and in Flink's own API ({@link
 * io.summerbeam.benchmarks.windows.dedup.FlinkDedupArm}).
 */
@NullMarked
package io.summerbeam.benchmarks.windows.dedup;

import org.jspecify.annotations.NullMarked;
