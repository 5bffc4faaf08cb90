package io.summerbeam.transforms.mask.fpe;

import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** FF1 as somebody else has written it. */
final class BouncyCastle {

  private static final int MAX_BYTE_RADIX = 256;

  private BouncyCastle() {}

  static int[] encrypt(byte[] key, int radix, int[] numerals, byte[] tweak) {
    FPEEngine engine = new FPEFF1Engine();
    engine.init(true, new FPEParameters(new KeyParameter(key), radix, tweak));
    // A numeral is a byte, or two of a large radix.
    int width = radix > MAX_BYTE_RADIX ? 2 : 1;
    byte[] in = new byte[numerals.length * width];
    for (int i = 0; i < numerals.length; i++) {
      if (width == 2) {
        in[2 * i] = (byte) (numerals[i] >> Byte.SIZE);
      }
      in[width * i + width - 1] = (byte) numerals[i];
    }
    byte[] out = new byte[in.length];
    engine.processBlock(in, 0, in.length, out, 0);
    int[] result = new int[numerals.length];
    for (int i = 0; i < result.length; i++) {
      int high = width == 2 ? (out[2 * i] & 0xFF) << Byte.SIZE : 0;
      result[i] = high | (out[width * i + width - 1] & 0xFF);
    }
    return result;
  }
}
