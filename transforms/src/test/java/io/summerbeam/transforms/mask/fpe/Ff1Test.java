package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class Ff1Test {

  private static final int[] RADIXES = {
    2, 3, 7, 10, 16, 26, 32, 36, 62, 64, 100, 255, 256, 257, 1000, 4096, 65535, 65536
  };

  /** More of them: {@code -Dff1.cases=1000000}. */
  private static final int CASES = Integer.getInteger("ff1.cases", 100_000);

  private final Random random = new Random(38);

  @Test
  public void encrypt_isWhatBouncyCastleMakes() {
    // Few keys, so that each instance meets many lengths and tweaks, as it does in a pipeline.
    for (int done = 0; done < CASES; done += 500) {
      byte[] key = key();
      // Not the last one: of its three bytes, BouncyCastle puts only the last two into the block P.
      int radix = RADIXES[random.nextInt(RADIXES.length - 1)];
      Ff1 ff1 = new Ff1(key, radix);
      for (int i = 0; i < 500; i++) {
        int[] plain = numerals(radix, ff1.minLength() + length());
        byte[] tweak = tweak();
        int[] encrypted = plain.clone();
        ff1.encrypt(encrypted, encrypted.length, tweak);
        String what = radix + "^" + plain.length + ", tweak " + tweak.length;
        assertThat(what, encrypted, equalTo(BouncyCastle.encrypt(key, radix, plain, tweak)));
        ff1.decrypt(encrypted, encrypted.length, tweak);
        assertThat(what, encrypted, equalTo(plain));
      }
    }
  }

  @Test
  public void longRounds_makeWhatBigRoundsMake() {
    AesBlocks aes = new AesBlocks(key());
    for (int radix : RADIXES) {
      for (int length = new Ff1(key(), radix).minLength(); ; length++) {
        int bytes = Ff1.halfBytes(radix, length);
        if (bytes > LongRounds.MAX_HALF_BYTES) {
          break;
        }
        Rounds longs = new LongRounds(aes, radix, length, bytes);
        Rounds bigs = new BigRounds(aes, radix, length, bytes);
        for (int[] plain : edges(radix, length)) {
          byte[] tweak = tweak();
          int[] some = plain.clone();
          int[] others = plain.clone();
          longs.encrypt(some, tweak);
          bigs.encrypt(others, tweak);
          assertThat(radix + "^" + length, some, equalTo(others));
          longs.decrypt(some, tweak);
          bigs.decrypt(others, tweak);
          assertThat(radix + "^" + length, some, equalTo(plain));
          assertThat(radix + "^" + length, others, equalTo(plain));
        }
      }
    }
  }

  @Test
  public void halfBytes_areThoseOfTheLargestNumber() {
    assertThat(Ff1.halfBytes(2, 128), equalTo(8));
    assertThat(Ff1.halfBytes(2, 129), equalTo(9));
    assertThat(Ff1.halfBytes(16, 32), equalTo(8));
    assertThat(Ff1.halfBytes(65536, 8), equalTo(8));
    assertThat(Ff1.halfBytes(65536, 9), equalTo(10));
    assertThat(Ff1.halfBytes(10, 16), equalTo(4));
    assertThat(Ff1.halfBytes(10, 38), equalTo(8));
    assertThat(Ff1.halfBytes(10, 39), equalTo(9));
  }

  @Test
  public void longestNumerals_comeBack() {
    for (int radix : new int[] {2, 10, 65536}) {
      Ff1 ff1 = new Ff1(key(), radix);
      int[] plain = numerals(radix, Ff1.MAX_LENGTH);
      byte[] tweak = tweak();
      int[] encrypted = plain.clone();
      ff1.encrypt(encrypted, encrypted.length, tweak);
      assertThat(Arrays.equals(encrypted, plain), equalTo(false));
      ff1.decrypt(encrypted, encrypted.length, tweak);
      assertThat(Arrays.equals(encrypted, plain), equalTo(true));
    }
  }

  @Test
  public void sixDigits_arePermuted() {
    Ff1 ff1 = new Ff1(key(), 10);
    byte[] tweak = tweak();
    BitSet seen = new BitSet();
    LongNumerals conversion = new LongNumerals(10);
    int[] numerals = new int[6];
    for (int number = 0; number < 1_000_000; number++) {
      conversion.write(number, numerals, 0, 6);
      ff1.encrypt(numerals, 6, tweak);
      seen.set((int) conversion.read(numerals, 0, 6));
    }
    assertThat(seen.cardinality(), equalTo(1_000_000));
    assertThat(seen.length(), equalTo(1_000_000));
  }

  @Test
  public void numeralsBehindTheLength_areNotTouched() {
    Ff1 ff1 = new Ff1(key(), 10);
    int[] numerals = {1, 2, 3, 4, 5, 6, 7, 42, 43};
    ff1.encrypt(numerals, 7, tweak());
    assertThat(Arrays.copyOfRange(numerals, 7, 9), equalTo(new int[] {42, 43}));
  }

  @Test
  public void minLength_hasAMillionSequences() {
    assertThat(new Ff1(key(), 2).minLength(), equalTo(20));
    assertThat(new Ff1(key(), 10).minLength(), equalTo(6));
    assertThat(new Ff1(key(), 36).minLength(), equalTo(4));
    assertThat(new Ff1(key(), 999).minLength(), equalTo(3));
    assertThat(new Ff1(key(), 1000).minLength(), equalTo(2));
    assertThat(new Ff1(key(), 65536).minLength(), equalTo(2));
  }

  @Test
  public void lengths_areChecked() {
    Ff1 ff1 = new Ff1(key(), 10);
    for (int length : new int[] {0, 5, Ff1.MAX_LENGTH + 1}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> ff1.encrypt(new int[length], length, new byte[0]));
      assertThat(
          e.getMessage(),
          equalTo("FF1 takes 6 to 65536 numerals of the radix 10, but was given: " + length));
    }
  }

  @Test
  public void keyOfAnotherLength_isRefused() {
    for (int length : new int[] {0, 15, 17, 33}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> new Ff1(new byte[length], 10));
      assertThat(
          e.getMessage(),
          equalTo(
              "The key must be one of AES, which has 16, 24 or 32 bytes, but it has: " + length));
    }
  }

  private int[][] edges(int radix, int length) {
    int[] largest = new int[length];
    Arrays.fill(largest, radix - 1);
    return new int[][] {new int[length], largest, numerals(radix, length), numerals(radix, length)};
  }

  private int[] numerals(int radix, int length) {
    return random.ints(length, 0, radix).toArray();
  }

  /** Most are short. */
  private int length() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(300);
      case 1, 2, 3 -> random.nextInt(80);
      default -> random.nextInt(40);
    };
  }

  private byte[] key() {
    return bytes(16 + 8 * random.nextInt(3));
  }

  private byte[] tweak() {
    return bytes(random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(20));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
