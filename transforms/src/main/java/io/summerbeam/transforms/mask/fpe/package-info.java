/**
 * Encryption that keeps the format: a card number becomes another card number. {@link
 * io.summerbeam.transforms.mask.fpe.FormatPreservingCipher} encrypts texts, {@link
 * io.summerbeam.transforms.mask.fpe.Alphabet} says which characters of them; below lies FF1 of NIST
 * SP 800-38G in our own code, because there is none in the JDK.
 *
 * <p>{@link io.summerbeam.transforms.mask.fpe.Ff1} is where to start reading. It knows nothing of
 * Beam.
 */
@NullMarked
package io.summerbeam.transforms.mask.fpe;

import org.jspecify.annotations.NullMarked;
