package io.summerbeam.transforms.mask;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;

/** A key service of tests, found by Tink's SPI: it has one key, and one that it does not give. */
public final class FakeKmsClient implements KmsClient {

  static final String KEY = "fake-kms://keys/one";
  static final String FORBIDDEN = "fake-kms://keys/forbidden";
  static final String UNKNOWN = "fake-kms://keys/unknown";

  private boolean loggedIn;

  /** For the ServiceLoader. */
  public FakeKmsClient() {}

  /** The key, as one who makes a keyset has it. */
  static Aead key() throws GeneralSecurityException {
    return new AesGcmJce(new byte[16]);
  }

  @Override
  public boolean doesSupport(String keyUri) {
    return keyUri.startsWith("fake-kms://");
  }

  @Override
  public KmsClient withCredentials(String credentialPath) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KmsClient withDefaultCredentials() {
    loggedIn = true;
    return this;
  }

  @Override
  public Aead getAead(String keyUri) throws GeneralSecurityException {
    if (!loggedIn || keyUri.equals(UNKNOWN)) {
      throw new GeneralSecurityException("no such key");
    }
    return keyUri.equals(FORBIDDEN) ? new ForbiddenKey() : key();
  }

  private static final class ForbiddenKey implements Aead {

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
      throw new GeneralSecurityException("permission denied");
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      throw new GeneralSecurityException("permission denied");
    }
  }
}
