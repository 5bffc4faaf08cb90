/**
 * The command {@code ./summerbeam bench}: starts every arm of a comparison in a JVM of its own,
 * measures it, and refuses a result where the arms did not do the same work.
 *
 * <p>What runs is a {@link io.summerbeam.benchmarks.Benchmark}; a new one is a class and a line in
 * {@link io.summerbeam.benchmarks.Benchmarks}. {@link io.summerbeam.benchmarks.Rounds} runs arms
 * interleaved, {@link io.summerbeam.benchmarks.ArmResult} is what a record costs, and {@link
 * io.summerbeam.benchmarks.Report} is what is left: a table, JSON, and a plot.
 *
 * <p>No engine and no library under test is on the class path here: arms are known by the names of
 * their main classes.
 */
@NullMarked
package io.summerbeam.benchmarks;

import org.jspecify.annotations.NullMarked;
