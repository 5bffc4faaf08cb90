/** What JMH generates of {@link io.summerbeam.benchmarks.kernels.BundleBenchmark}. */
@NullUnmarked
package io.summerbeam.benchmarks.kernels.jmh_generated;

import org.jspecify.annotations.NullUnmarked;
