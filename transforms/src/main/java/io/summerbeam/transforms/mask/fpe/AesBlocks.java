package io.summerbeam.transforms.mask.fpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES of single blocks, as the JVM does it in hardware. A block is two longs, its first byte the
 * highest of {@code high}. For one thread.
 */
final class AesBlocks {

  /** The bytes of a block. */
  static final int BYTES = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Cipher cipher;
  private final byte[] plain = new byte[BYTES];
  private final byte[] encrypted = new byte[BYTES];

  /**
   * @throws IllegalArgumentException if the key has not 16, 24 or 32 bytes
   */
  // Single blocks are what FF1 is made of; it chains them itself.
  @SuppressWarnings("InsecureCipherMode")
  AesBlocks(byte[] key) {
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      throw new IllegalArgumentException(
          "The key must be one of AES, which has 16, 24 or 32 bytes, but it has: " + key.length);
    }
    try {
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES/ECB/NoPadding for such a key.", e);
    }
  }

  /** Encrypts a block; {@link #high} and {@link #low} are what became of it. */
  void encrypt(long high, long low) {
    LONGS.set(plain, 0, high);
    LONGS.set(plain, Long.BYTES, low);
    encrypt(plain, BYTES, encrypted, 0);
  }

  /** The first half of the block encrypted last. */
  long high() {
    return (long) LONGS.get(encrypted, 0);
  }

  /** The second half. */
  long low() {
    return (long) LONGS.get(encrypted, Long.BYTES);
  }

  /** Encrypts each block of {@code plain}, as far as {@code length}, for itself. */
  void encrypt(byte[] plain, int length, byte[] encrypted, int offset) {
    try {
      cipher.update(plain, 0, length, encrypted, offset);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("The blocks have room for what becomes of them.", e);
    }
  }

  /** Eight bytes of an array as a half of a block. */
  static long half(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset);
  }

  /** Writes a half of a block. */
  static void putHalf(byte[] bytes, int offset, long half) {
    LONGS.set(bytes, offset, half);
  }
}
