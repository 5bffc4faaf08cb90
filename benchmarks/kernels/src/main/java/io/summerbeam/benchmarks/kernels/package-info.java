/**
 * What a step costs a record: ours beside the best that was written by hand, over the same rows.
 *
 * <p>{@link io.summerbeam.benchmarks.kernels.Kernels} is the list of arms; a name is the kernel and
 * who wrote it: {@code validate/by-hand}. In {@code enrich@10000-keys} the table has so many keys,
 * and records ask for them from all over it, where those of {@code enrich} ask for a few again and
 * again. All arms are DoFns and run in Beam's own DoFnRunner, which Direct, Flink and Spark have in
 * common ({@link io.summerbeam.benchmarks.kernels.RunningDoFn}), so that what a call and an output
 * cost is in the figures as it is in a pipeline; {@code runner/pass-through} is that cost alone.
 * {@link io.summerbeam.benchmarks.kernels.BundleBenchmark} measures a bundle, {@link
 * io.summerbeam.benchmarks.kernels.KernelsMain} is what the driver starts. Arms of a kernel whose
 * outputs differ have no result.
 */
@NullMarked
package io.summerbeam.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
