/** Beam's text source and nothing behind it but a count: what the engine itself costs. */
@NullMarked
package io.summerbeam.benchmarks.flights.nothing;

import org.jspecify.annotations.NullMarked;
