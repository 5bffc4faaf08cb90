/**
 * One result for many records: {@link io.summerbeam.transforms.aggregate.Aggregate}, by key fields
 * and windows of time.
 *
 * <p>A function is a {@code Measure} when the pipeline is built and a {@code Cell} of an {@code
 * Accumulator} at work. A new function is a new {@code Cell} and a method in {@code Measures} and
 * {@code Aggregate}.
 */
package io.summerbeam.transforms.aggregate;
