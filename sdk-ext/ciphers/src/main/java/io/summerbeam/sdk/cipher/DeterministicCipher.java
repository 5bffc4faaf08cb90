package io.summerbeam.sdk.cipher;

import com.google.crypto.tink.DeterministicAead;
import java.security.GeneralSecurityException;

/** See {@link CipherKind#DETERMINISTIC}. */
final class DeterministicCipher implements KeysetCipher {

  private final DeterministicAead aead;

  DeterministicCipher(DeterministicAead aead) {
    this.aead = aead;
  }

  @Override
  public byte[] encrypt(byte[] clear, byte[] associated) {
    try {
      return aead.encryptDeterministically(clear, associated);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot encrypt.", e);
    }
  }

  @Override
  @SuppressWarnings("UnusedException") // It knows no more, and is made for each record.
  public byte[] decrypt(byte[] encrypted, byte[] associated) throws NotOpenedException {
    try {
      return aead.decryptDeterministically(encrypted, associated);
    } catch (GeneralSecurityException e) {
      throw new NotOpenedException();
    }
  }
}
