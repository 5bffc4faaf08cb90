/**
 * Count, sum and mean of readings in windows, in Beam: {@link
 * io.summerbeam.benchmarks.windows.aggregate.WindowsArm}, as well as one can by hand, by our
 * Aggregate, and by the Group that Beam has.
 */
@NullMarked
package io.summerbeam.benchmarks.windows.aggregate;

import org.jspecify.annotations.NullMarked;
