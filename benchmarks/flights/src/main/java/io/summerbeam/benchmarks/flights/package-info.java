/**
 * The flights job, several times over: each package below is an arm of the comparison, with an
 * {@link io.summerbeam.benchmarks.arm.Arm} as its main class. Here is what the hand-written arms
 * have in common because it is no engine's: {@link io.summerbeam.benchmarks.flights.Flight} and how
 * it is read from a line, {@link io.summerbeam.benchmarks.flights.Airports}, {@link
 * io.summerbeam.benchmarks.flights.Delays}; and how all arms give up their results, {@link
 * io.summerbeam.benchmarks.flights.FlightsChecksum}.
 *
 * <p>Nothing here knows an engine, and the arms do not know each other.
 */
@NullMarked
package io.summerbeam.benchmarks.flights;

import org.jspecify.annotations.NullMarked;
