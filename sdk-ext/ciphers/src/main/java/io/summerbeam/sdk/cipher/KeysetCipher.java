package io.summerbeam.sdk.cipher;

/**
 * The keys of a keyset at work: encrypts with the primary one, decrypts with whichever of them has
 * encrypted. Both vouch for the bytes: what was changed, or comes from another keyset, is not
 * decrypted.
 *
 * <p>For any number of threads. It holds keys: it is not serializable, and shows none.
 */
public interface KeysetCipher {

  /**
   * Encrypts with the primary key.
   *
   * @param associated bytes of which none are in the result, and without which it is not decrypted;
   *     may be empty
   */
  byte[] encrypt(byte[] clear, byte[] associated);

  /**
   * Decrypts what {@link #encrypt} made with a key that is in the keyset now.
   *
   * @param associated the bytes it was encrypted with
   * @throws NotOpenedException if it was not made so, or changed since
   */
  byte[] decrypt(byte[] encrypted, byte[] associated) throws NotOpenedException;
}
