/**
 * Beam's text source and nothing behind it but a count: what the engine itself costs where each
 * line is an element, as by hand. Ours reads blocks of lines, and may cost less.
 */
@NullMarked
package io.summerbeam.benchmarks.flights.nothing;

import org.jspecify.annotations.NullMarked;
