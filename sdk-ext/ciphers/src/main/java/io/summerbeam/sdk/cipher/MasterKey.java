package io.summerbeam.sdk.cipher;

import java.security.GeneralSecurityException;

/** The key that a keyset is encrypted with: one that does not leave its key service. */
@FunctionalInterface
public interface MasterKey {

  /** Decrypts a keyset, with associated data that may be empty. */
  byte[] decrypt(byte[] encrypted, byte[] associated) throws GeneralSecurityException;
}
