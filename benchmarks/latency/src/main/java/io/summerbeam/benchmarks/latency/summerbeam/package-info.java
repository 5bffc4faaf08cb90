/** The arm of the flights job of our samples, with our runner profile's defaults. */
@NullMarked
package io.summerbeam.benchmarks.latency.summerbeam;

import org.jspecify.annotations.NullMarked;
