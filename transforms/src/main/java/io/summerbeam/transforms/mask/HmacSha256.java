package io.summerbeam.transforms.mask;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 of many messages with one key. A message begins with a block of the key, twice; here
 * these two blocks are hashed once, and each message starts from a copy of what they leave. That
 * halves the work on a short message. For one thread.
 */
final class HmacSha256 {

  /** The bytes of a result. */
  static final int BYTES = 32;

  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;
  private final byte[] result = new byte[BYTES];

  /** With a key of any length. */
  HmacSha256(byte[] key) {
    byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
    this.inner = begun(block, INNER);
    this.outer = begun(block, OUTER);
  }

  /**
   * A key that is made from another for one purpose: HMAC-SHA512 of the purpose. No message has it
   * as its HMAC-SHA256, so that nobody who has messages hashed gets to know it.
   */
  static byte[] derive(byte[] key, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA512 for any key.", e);
    }
  }

  /** The HMAC of a message. The array is used again: the next call overwrites it. */
  byte[] of(byte[] message) {
    try {
      MessageDigest digest = (MessageDigest) inner.clone();
      digest.update(message);
      digest.digest(result, 0, BYTES);
      digest = (MessageDigest) outer.clone();
      digest.update(result);
      digest.digest(result, 0, BYTES);
    } catch (CloneNotSupportedException | DigestException e) {
      throw new IllegalStateException("Java's SHA-256 can be copied and has 32 bytes.", e);
    }
    return result;
  }

  private static MessageDigest begun(byte[] key, byte pad) {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = (byte) (key[i] ^ pad);
    }
    MessageDigest digest = sha256();
    digest.update(block);
    return digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
