/** The flights job of our samples, with our runner profiles' defaults, as a user starts it. */
@NullMarked
package io.summerbeam.benchmarks.flights.summerbeam;

import org.jspecify.annotations.NullMarked;
