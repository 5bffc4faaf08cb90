package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeySource;

/** Keys that are bytes and no more, as they are read on the worker. Messages show the reference. */
final class RawKey {

  /** The fewest bytes of a key for HMAC: 128 bits. */
  static final int MIN_BYTES = 16;

  private RawKey() {}

  /**
   * A key of any length for HMAC.
   *
   * @throws IllegalStateException if it has less than {@value #MIN_BYTES} bytes
   */
  static byte[] ofHmac(MaskRule rule, KeySource source) {
    byte[] key = source.read();
    if (key.length < MIN_BYTES) {
      throw new IllegalStateException(
          rule
              + ": the key "
              + source
              + " must have "
              + MIN_BYTES
              + " bytes or more, but has: "
              + key.length
              + ". Make one: openssl rand -out FILE 32");
    }
    return key;
  }

  /**
   * A key of AES.
   *
   * @throws IllegalStateException if it has not 16, 24 or 32 bytes
   */
  static byte[] ofAes(MaskRule rule, KeySource source) {
    byte[] key = source.read();
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      throw new IllegalStateException(
          rule
              + ": the key "
              + source
              + " must have 16, 24 or 32 bytes, as AES has them, but has: "
              + key.length
              + ". Make one: openssl rand -out FILE 32");
    }
    return key;
  }
}
