/**
 * A pipeline that masks three of ten fields and does nothing else, so that what it costs is what
 * masking costs in a runner. {@link io.summerbeam.benchmarks.mask.MaskArm} is the arm, and {@link
 * io.summerbeam.benchmarks.mask.Masking} the three ways to mask: by hand as well as one can, by
 * hand as most would, and ours. Source, sink and the runner's options are the same for all.
 *
 * <p>The kernels take {@link io.summerbeam.benchmarks.mask.Masking} and {@link
 * io.summerbeam.benchmarks.mask.People} from here, so that JMH and pipeline measure the same steps.
 */
@NullMarked
package io.summerbeam.benchmarks.mask;

import org.jspecify.annotations.NullMarked;
