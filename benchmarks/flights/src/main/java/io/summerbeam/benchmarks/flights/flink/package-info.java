/**
 * The flights job in Flink's own DataStream API, on the class path of the Flink distribution: keyed
 * state with timers that clear it, event-time windows, and no type that Kryo would have to write.
 */
@NullMarked
package io.summerbeam.benchmarks.flights.flink;

import org.jspecify.annotations.NullMarked;
