package io.summerbeam.transforms.mask.fpe;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The characters that are encrypted, each into one of them, in an order: the first stands for 0.
 *
 * <p>A character is a code point of Unicode. {@code é} in one code point and in two are different
 * texts here.
 *
 * <p>The order is part of the encryption: what was encrypted with one is decrypted with the same.
 */
public final class Alphabet implements Serializable {

  private static final long serialVersionUID = 1;

  /** The most characters in an alphabet. */
  public static final int MAX_SIZE = 1 << 16;

  private static final String NUMBERS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** 0 to 9. */
  public static final Alphabet DIGITS = of(NUMBERS);

  /** 0 to 9, a to f. */
  public static final Alphabet HEX_LOWER = of(NUMBERS + "abcdef");

  /** 0 to 9, A to F. */
  public static final Alphabet HEX_UPPER = of(NUMBERS + "ABCDEF");

  /** a to z. */
  public static final Alphabet LETTERS_LOWER = of(LOWER);

  /** A to Z. */
  public static final Alphabet LETTERS_UPPER = of(UPPER);

  /** A to Z, a to z. */
  public static final Alphabet LETTERS = of(UPPER + LOWER);

  /** 0 to 9, a to z. */
  public static final Alphabet ALPHANUMERIC_LOWER = of(NUMBERS + LOWER);

  /** 0 to 9, A to Z. */
  public static final Alphabet ALPHANUMERIC_UPPER = of(NUMBERS + UPPER);

  /** 0 to 9, A to Z, a to z. */
  public static final Alphabet ALPHANUMERIC = of(NUMBERS + UPPER + LOWER);

  private static final int ABSENT = -1;

  private final String characters;
  private final transient int[] codePoints;

  /** The numeral of each code point up to the largest of the alphabet's below 65,536. */
  private final transient int[] numerals;

  /** The code points above, sorted, each with its numeral in the lower half. */
  private final transient long[] supplementary;

  private Alphabet(String characters, int[] codePoints, int[] numerals, long[] supplementary) {
    this.characters = characters;
    this.codePoints = codePoints;
    this.numerals = numerals;
    this.supplementary = supplementary;
  }

  /**
   * An alphabet of one's own.
   *
   * @throws IllegalArgumentException if it has less than 2 or more than {@value #MAX_SIZE}
   *     characters, one of them twice, or half a surrogate pair
   */
  public static Alphabet of(String characters) {
    int[] codePoints = characters.codePoints().toArray();
    if (codePoints.length < 2 || codePoints.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "An alphabet must have 2 to " + MAX_SIZE + " characters, but has: " + codePoints.length);
    }
    int[] numerals = new int[largestInTable(codePoints) + 1];
    Arrays.fill(numerals, ABSENT);
    long[] supplementary =
        new long[(int) characters.codePoints().filter(Character::isSupplementaryCodePoint).count()];
    int found = 0;
    for (int numeral = 0; numeral < codePoints.length; numeral++) {
      int codePoint = codePoints[numeral];
      if (Character.isSupplementaryCodePoint(codePoint)) {
        supplementary[found++] = ((long) codePoint << Integer.SIZE) | numeral;
        continue;
      }
      if (Character.isSurrogate((char) codePoint)) {
        throw new IllegalArgumentException(
            "An alphabet must have whole characters, but has half a surrogate pair: "
                + Character.getName(codePoint)
                + ".");
      }
      if (numerals[codePoint] != ABSENT) {
        throw twice(codePoint);
      }
      numerals[codePoint] = numeral;
    }
    Arrays.sort(supplementary);
    for (int i = 1; i < supplementary.length; i++) {
      if (supplementary[i - 1] >> Integer.SIZE == supplementary[i] >> Integer.SIZE) {
        throw twice((int) (supplementary[i] >> Integer.SIZE));
      }
    }
    return new Alphabet(characters, codePoints, numerals, supplementary);
  }

  /** How many characters it has. */
  public int size() {
    return codePoints.length;
  }

  /** The code point that a numeral stands for. */
  int codePoint(int numeral) {
    return codePoints[numeral];
  }

  /** The numeral of a code point; negative if it is not in the alphabet. */
  int numeral(int codePoint) {
    if (codePoint < numerals.length) {
      return numerals[codePoint];
    }
    return supplementary.length == 0 ? ABSENT : supplementaryNumeral(codePoint);
  }

  private int supplementaryNumeral(int codePoint) {
    int found = Arrays.binarySearch(supplementary, (long) codePoint << Integer.SIZE);
    if (found >= 0) {
      // A numeral of 0.
      return 0;
    }
    int next = -found - 1;
    return next < supplementary.length && supplementary[next] >> Integer.SIZE == codePoint
        ? (int) supplementary[next]
        : ABSENT;
  }

  private static int largestInTable(int[] codePoints) {
    int largest = 0;
    for (int codePoint : codePoints) {
      if (Character.isBmpCodePoint(codePoint)) {
        largest = Math.max(largest, codePoint);
      }
    }
    return largest;
  }

  private static IllegalArgumentException twice(int codePoint) {
    return new IllegalArgumentException(
        "An alphabet must have each character once, but has twice: '"
            + Character.toString(codePoint)
            + "' ("
            + String.format("U+%04X", codePoint)
            + ").");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Alphabet that && that.characters.equals(characters);
  }

  @Override
  public int hashCode() {
    return characters.hashCode();
  }

  /** Its characters, in their order. */
  @Override
  public String toString() {
    return characters;
  }

  // The tables are not written but made again.
  private Object readResolve() {
    return of(characters);
  }
}
