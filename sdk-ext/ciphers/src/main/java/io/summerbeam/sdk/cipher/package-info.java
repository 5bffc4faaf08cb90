/**
 * Encryption with Tink keysets: {@link io.summerbeam.sdk.cipher.Keysets} opens one that was read,
 * {@link io.summerbeam.sdk.cipher.KeysetCipher} is what it is for then. Tink and what it needs are
 * inside of this module's jar under other package names; no user sees them.
 *
 * <p>Where keysets are, and when they are read, is not the business of this module.
 */
@NullMarked
package io.summerbeam.sdk.cipher;

import org.jspecify.annotations.NullMarked;
