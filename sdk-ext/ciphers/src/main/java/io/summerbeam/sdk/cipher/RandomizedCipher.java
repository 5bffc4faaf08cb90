package io.summerbeam.sdk.cipher;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/** See {@link CipherKind#RANDOMIZED}. */
final class RandomizedCipher implements KeysetCipher {

  private final Aead aead;

  RandomizedCipher(Aead aead) {
    this.aead = aead;
  }

  @Override
  public byte[] encrypt(byte[] clear, byte[] associated) {
    try {
      return aead.encrypt(clear, associated);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot encrypt.", e);
    }
  }

  @Override
  @SuppressWarnings("UnusedException") // It knows no more, and is made for each record.
  public byte[] decrypt(byte[] encrypted, byte[] associated) throws NotOpenedException {
    try {
      return aead.decrypt(encrypted, associated);
    } catch (GeneralSecurityException e) {
      throw new NotOpenedException();
    }
  }
}
