/**
 * Records that are numbers and times, made while they are read: sums of readings in windows ({@code
 * aggregate}, {@code flink}, {@code plain}), events of which some come twice ({@code dedup}). Here
 * is what their arms have in common.
 */
@NullMarked
package io.summerbeam.benchmarks.windows;

import org.jspecify.annotations.NullMarked;
