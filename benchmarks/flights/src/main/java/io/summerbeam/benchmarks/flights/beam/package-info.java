/**
 * The flights job as the best Beam pipeline we could write by hand, with nothing of this project in
 * it: coders of its own, accumulators that are changed in place, keyed state in buckets.
 */
@NullMarked
package io.summerbeam.benchmarks.flights.beam;

import org.jspecify.annotations.NullMarked;
