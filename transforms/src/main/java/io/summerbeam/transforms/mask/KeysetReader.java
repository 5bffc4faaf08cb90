package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.BadKeysetException;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.cipher.Keysets;
import io.summerbeam.sdk.cipher.MasterKey;
import io.summerbeam.sdk.secret.KeySource;
import org.jspecify.annotations.Nullable;

/** Reads keysets for a use. For any number of threads, once it is open. */
final class KeysetReader {

  private final KeysetUse use;
  private volatile @Nullable MasterKey master;

  KeysetReader(KeysetUse use) {
    this.use = use;
  }

  /**
   * Finds the key that the keysets are encrypted with, where they are.
   *
   * @throws IllegalStateException if nobody knows its key service
   */
  synchronized void open() {
    String uri = use.source().kmsKeyUri();
    if (uri != null && master == null) {
      master = KeyServices.key(uri);
    }
  }

  /**
   * Reads the keyset that is there.
   *
   * @throws IllegalStateException if it cannot be read; the message shows the reference only
   */
  KeysetCipher read(KeySource keyset) throws BadKeysetException {
    byte[] bytes = keyset.read();
    MasterKey key = master;
    return key == null ? Keysets.open(bytes, use.kind()) : Keysets.open(bytes, use.kind(), key);
  }
}
