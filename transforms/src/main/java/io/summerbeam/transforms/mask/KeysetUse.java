package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.CipherKind;

/** A keyset and what for: who has an equal one shares what was read. */
record KeysetUse(KeysetSource source, CipherKind kind) {}
