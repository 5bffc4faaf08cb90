package io.summerbeam.sdk.cipher;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A master key as Tink calls one. It remembers what went wrong, because Tink does not tell. */
final class MasterAead implements Aead {

  private final MasterKey key;
  private @Nullable Exception failure;

  MasterAead(MasterKey key) {
    this.key = key;
  }

  /** What the key service had to say. */
  @Nullable Exception failure() {
    return failure;
  }

  @Override
  public byte[] decrypt(byte[] encrypted, byte[] associated) throws GeneralSecurityException {
    try {
      return key.decrypt(encrypted, associated);
    } catch (GeneralSecurityException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public byte[] encrypt(byte[] clear, byte[] associated) {
    throw new UnsupportedOperationException("Keysets are not written here.");
  }
}
