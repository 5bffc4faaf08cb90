package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeySource;
import java.nio.charset.StandardCharsets;

/** Keys that are bytes and no more, as they are read on the worker. Messages show the reference. */
final class RawKey {

  /** The fewest bytes of a key for HMAC: 128 bits. */
  static final int MIN_BYTES = 16;

  private RawKey() {}

  /**
   * A key of any length for HMAC.
   *
   * @throws IllegalStateException if it has less than {@value #MIN_BYTES} bytes, or {@link #read}
   *     refuses it
   */
  static byte[] ofHmac(MaskRule rule, KeySource source) {
    byte[] key = read(rule, source);
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
   * @throws IllegalStateException if it has not 16, 24 or 32 bytes, or {@link #read} refuses it
   */
  static byte[] ofAes(MaskRule rule, KeySource source) {
    byte[] key = read(rule, source);
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

  /**
   * Reads a key.
   *
   * @throws IllegalStateException if it is a keyset of Tink, or a text with the end of a line,
   *     which would be part of the key
   */
  private static byte[] read(MaskRule rule, KeySource source) {
    byte[] key = source.read();
    if (isKeyset(key)) {
      throw new IllegalStateException(
          rule
              + ": the key "
              + source
              + " must be random bytes, but is a keyset of Tink, which is for tokenize and encrypt."
              + " Make one: openssl rand -out FILE 32");
    }
    if (isLine(key)) {
      throw new IllegalStateException(
          rule
              + ": the key "
              + source
              + " must not end with a line break, which would be part of it, but does. Write it"
              + " without (printf), with #hex or #base64 behind the reference if it is written so,"
              + " or make one: openssl rand -out FILE 32");
    }
    return key;
  }

  private static boolean isKeyset(byte[] key) {
    String text = new String(key, StandardCharsets.ISO_8859_1);
    return text.stripLeading().startsWith("{")
        && (text.contains("\"primaryKeyId\"") || text.contains("\"encryptedKeyset\""));
  }

  /** Whether it is printable ASCII, and the end of a line behind it. */
  private static boolean isLine(byte[] key) {
    int end = key.length - 1;
    if (end < 0 || key[end] != '\n') {
      return false;
    }
    if (end > 0 && key[end - 1] == '\r') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (key[i] < ' ' || key[i] > '~') {
        return false;
      }
    }
    return true;
  }
}
