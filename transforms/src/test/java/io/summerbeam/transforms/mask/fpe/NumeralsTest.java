package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigInteger;
import java.util.Random;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link LongNumerals} and {@link BigNumerals}. */
@RunWith(JUnit4.class)
public class NumeralsTest {

  private static final int MAX_RADIX = 1 << 16;

  private final Random random = new Random(2);

  @Test
  public void longs_areWrittenInEveryRadix() {
    for (int radix = 2; radix <= MAX_RADIX; radix++) {
      LongNumerals conversion = new LongNumerals(radix);
      long[] numbers = {0, 1, radix - 1, radix, -1, -radix, Long.MAX_VALUE, random.nextLong()};
      for (long number : numbers) {
        int[] numerals = new int[64];
        conversion.write(number, numerals, 0, 64);
        long rest = number;
        for (int i = 63; i >= 0; i--) {
          assertThat((long) numerals[i], equalTo(Long.remainderUnsigned(rest, radix)));
          rest = Long.divideUnsigned(rest, radix);
        }
        assertThat(conversion.read(numerals, 0, 64), equalTo(number));
      }
    }
  }

  @Test
  public void numeralsOutsideTheRange_areNotTouched() {
    int[] numerals = {7, 7, 7, 7};
    new LongNumerals(10).write(42, numerals, 1, 3);
    assertThat(numerals, equalTo(new int[] {7, 4, 2, 7}));
    new BigNumerals(10).write(BigInteger.ONE, numerals, 1, 3);
    assertThat(numerals, equalTo(new int[] {7, 0, 1, 7}));
    assertThat(new LongNumerals(10).read(numerals, 2, 4), equalTo(17L));
    assertThat(new BigNumerals(10).read(numerals, 2, 4), equalTo(BigInteger.valueOf(17)));
  }

  @Test
  public void bigNumbers_areAsBigIntegerWritesThem() {
    for (int radix : new int[] {2, 8, 10, 16, 36}) {
      BigNumerals conversion = new BigNumerals(radix);
      for (int length = 1; length < 200; length++) {
        int[] numerals = random.ints(length, 0, radix).toArray();
        StringBuilder text = new StringBuilder();
        for (int numeral : numerals) {
          text.append(Character.forDigit(numeral, radix));
        }
        BigInteger number = new BigInteger(text.toString(), radix);
        assertThat(conversion.read(numerals, 0, length), equalTo(number));
        int[] written = new int[length];
        conversion.write(number, written, 0, length);
        assertThat(written, equalTo(numerals));
      }
    }
  }
}
