package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link Modulus} against big numbers, most of all where bits overflow. */
@RunWith(JUnit4.class)
public class ModulusTest {

  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64);

  private final Random random = new Random(64);

  @Test
  public void reduce_isTheRemainder() {
    for (BigInteger value : moduli()) {
      Modulus modulus = new Modulus(value);
      for (int i = 0; i < 2000; i++) {
        long high = number();
        long low = number();
        BigInteger expected = unsigned(high).shiftLeft(64).add(unsigned(low)).mod(value);
        assertThat(unsigned(modulus.reduce(high, low)), equalTo(expected));
        assertThat(unsigned(modulus.reduce(0, low)), equalTo(unsigned(low).mod(value)));
      }
    }
  }

  @Test
  public void reduce_aroundMultiples() {
    for (BigInteger value : moduli()) {
      Modulus modulus = new Modulus(value);
      for (int i = 0; i < 500; i++) {
        BigInteger multiple =
            unsigned(number()).shiftLeft(64).add(unsigned(number())).divide(value).multiply(value);
        for (int near = -2; near <= 2; near++) {
          BigInteger dividend = multiple.add(BigInteger.valueOf(near)).mod(MAX.pow(2));
          long high = dividend.shiftRight(64).longValue();
          long low = dividend.longValue();
          assertThat(unsigned(modulus.reduce(high, low)), equalTo(dividend.mod(value)));
        }
      }
    }
  }

  @Test
  public void addAndSubtract_stayBelow() {
    for (BigInteger value : moduli()) {
      Modulus modulus = new Modulus(value);
      for (int i = 0; i < 1000; i++) {
        BigInteger a = unsigned(number()).mod(value);
        BigInteger b = unsigned(number()).mod(value);
        long sum = modulus.add(a.longValue(), b.longValue());
        assertThat(unsigned(sum), equalTo(a.add(b).mod(value)));
        long difference = modulus.subtract(a.longValue(), b.longValue());
        assertThat(unsigned(difference), equalTo(a.subtract(b).mod(value)));
      }
    }
  }

  private List<BigInteger> moduli() {
    List<BigInteger> moduli = new ArrayList<>();
    for (int bits = 1; bits <= 64; bits++) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      moduli.add(power);
      if (bits > 1) {
        moduli.add(power.subtract(BigInteger.ONE));
        moduli.add(power.subtract(BigInteger.TWO));
        moduli.add(power.subtract(BigInteger.valueOf(random.nextLong(1L << (bits / 2)))));
      }
      if (bits < 64) {
        moduli.add(power.add(BigInteger.ONE));
      }
    }
    for (int digits = 1; digits <= 19; digits++) {
      moduli.add(BigInteger.TEN.pow(digits));
    }
    return moduli;
  }

  /** Of any size, and often at an edge. */
  private long number() {
    long number = random.nextLong() >>> random.nextInt(64);
    return switch (random.nextInt(6)) {
      case 0 -> -1L >>> random.nextInt(64);
      case 1 -> -number;
      case 2 -> 1L << random.nextInt(64);
      default -> number;
    };
  }

  private static BigInteger unsigned(long number) {
    return new BigInteger(Long.toUnsignedString(number));
  }
}
