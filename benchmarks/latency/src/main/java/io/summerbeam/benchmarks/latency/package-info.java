/**
 * The flights job over an endless stream that does not wait for it, and how late its results are.
 *
 * <p>{@link io.summerbeam.benchmarks.latency.FlightStream} is what is read, {@link
 * io.summerbeam.benchmarks.latency.OpenLoop} when each record of it is created, and {@link
 * io.summerbeam.benchmarks.latency.Measurement} what the sources and the ends of all arms speak to.
 * No engine is known here; the packages below have an arm each.
 */
@NullMarked
package io.summerbeam.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
