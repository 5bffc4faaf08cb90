package io.summerbeam.transforms.mask.fpe;

import java.math.BigInteger;

/**
 * Arithmetic modulo a number up to 2^64; all longs are unsigned.
 *
 * <p>The remainder of two longs is that of Möller and Granlund, "Improved division by invariant
 * integers": with the inverse of the modulus at hand, two multiplications and no division.
 */
final class Modulus {

  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(Long.SIZE);

  /** The modulus; 0 stands for 2^64, modulo which a long is what it is. */
  private final long modulus;

  private final int shift;
  private final long divisor;
  private final long inverse;

  /**
   * @param value from 2 to 2^64
   */
  Modulus(BigInteger value) {
    modulus = value.longValue();
    // Shifted until the highest bit is set, and floor((2^128 - 1) / divisor) - 2^64.
    shift = modulus == 0 ? 0 : Long.numberOfLeadingZeros(modulus);
    divisor = modulus << shift;
    inverse =
        modulus == 0
            ? 0
            : MAX.pow(2)
                .subtract(BigInteger.ONE)
                .divide(value.shiftLeft(shift))
                .subtract(MAX)
                .longValue();
  }

  /** The remainder of {@code high * 2^64 + low}. */
  long reduce(long high, long low) {
    if (modulus == 0) {
      return low;
    }
    if (Long.compareUnsigned(high, modulus) >= 0) {
      high = Long.remainderUnsigned(high, modulus);
    }
    // In two steps, because a long shifted by 64 is not 0.
    long u1 = (high << shift) | ((low >>> 1) >>> (Long.SIZE - 1 - shift));
    long u0 = low << shift;
    long q0 = inverse * u1 + u0;
    long carry = Long.compareUnsigned(q0, u0) < 0 ? 1 : 0;
    long q1 = multiplyHighUnsigned(inverse, u1) + u1 + carry + 1;
    long remainder = u0 - q1 * divisor;
    if (Long.compareUnsigned(remainder, q0) > 0) {
      remainder += divisor;
    }
    if (Long.compareUnsigned(remainder, divisor) >= 0) {
      remainder -= divisor;
    }
    return remainder >>> shift;
  }

  /** The sum of two numbers below the modulus. */
  long add(long a, long b) {
    long sum = a + b;
    boolean overflow = Long.compareUnsigned(sum, a) < 0;
    return overflow || Long.compareUnsigned(sum, modulus) >= 0 ? sum - modulus : sum;
  }

  /** The difference of two numbers below the modulus. */
  long subtract(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a - b : a - b + modulus;
  }

  // Math.unsignedMultiplyHigh is of Java 18.
  private static long multiplyHighUnsigned(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> (Long.SIZE - 1)) & b) + ((b >> (Long.SIZE - 1)) & a);
  }
}
