/**
 * Personal data inside free text, found and replaced: {@link
 * io.summerbeam.transforms.mask.scrub.Scrubber}, with {@link
 * io.summerbeam.transforms.mask.scrub.Detectors}.
 *
 * <p>A new kind of data is a {@code Finder} and a constant in {@code BuiltIn} and {@code
 * Detectors}.
 */
@NullMarked
package io.summerbeam.transforms.mask.scrub;

import org.jspecify.annotations.NullMarked;
