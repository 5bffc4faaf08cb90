package io.summerbeam.transforms.mask.fpe;

/**
 * Encrypts texts so that they keep their format: with {@link Alphabet#DIGITS}, {@code 4111-1111
 * 1111 1111} becomes sixteen other digits with the same dash and blanks between them.
 *
 * <p><b>What stays.</b> The characters of the alphabet are encrypted together, each into one of the
 * alphabet. All others are separators: they stay as they are and where they are. So where letters
 * and digits are in one alphabet, a letter may become a digit. There is no alphabet of which digits
 * remain digits and letters remain letters: FF1 has one radix, and to encrypt each kind on its own
 * would leave too few characters for either. Encrypt the digits, or the letters, and let the others
 * stay in clear; or let them mix.
 *
 * <p><b>What is told.</b> The length, the separators and where they are, and that two texts are
 * equal where their tweaks are. The tweak need not be secret; one for each field, such as the name
 * of it, and nobody can find out what two fields have in common. With a tweak out of the same
 * record, equal values of different records are not seen to be equal.
 *
 * <p><b>How.</b> FF1 of NIST SP 800-38G with AES, a permutation of the texts with as many
 * characters of the alphabet: no two become one, and {@link #decrypt} brings each back. As the
 * first revision of the standard demands, there must be a million of these texts: {@link
 * #minLength} characters.
 *
 * <p><b>Cost.</b> Ten blocks of AES where each half of the characters is no more than 64 bits: up
 * to 38 digits, 32 hexadecimal digits, 24 digits and letters of one case. Longer texts take more
 * blocks, and big numbers. A tweak of up to 7 bytes is free; a longer one takes one more block for
 * each 16 bytes.
 *
 * <p>Not serializable, because it holds the key. For one thread: buffers are used again.
 */
public final class FormatPreservingCipher {

  /** The longest text, in chars, separators included. */
  public static final int MAX_LENGTH = Ff1.MAX_LENGTH;

  private final Alphabet alphabet;
  private final boolean luhn;
  private final Ff1 ff1;

  /** The text, as far as {@link #count}. */
  private int[] codePoints = new int[32];

  private int count;

  private int[] numerals = new int[32];

  /** Where in {@link #codePoints} each numeral is from. */
  private int[] positions = new int[32];

  private FormatPreservingCipher(byte[] key, Alphabet alphabet, boolean luhn) {
    this.alphabet = alphabet;
    this.luhn = luhn;
    this.ff1 = new Ff1(key, alphabet.size());
  }

  /**
   * A cipher of the characters of an alphabet.
   *
   * @param key of AES; it is copied
   * @throws IllegalArgumentException if the key has not 16, 24 or 32 bytes
   */
  public static FormatPreservingCipher of(byte[] key, Alphabet alphabet) {
    return new FormatPreservingCipher(key, alphabet, false);
  }

  /**
   * A cipher of digits that are valid by Luhn's check digit, such as card numbers, into digits that
   * are valid. All digits but the last are encrypted, and the last one is made anew. That is a
   * permutation of the valid texts only, so it refuses the others, in both directions.
   *
   * @param key of AES; it is copied
   * @throws IllegalArgumentException if the key has not 16, 24 or 32 bytes
   */
  public static FormatPreservingCipher withCheckDigit(byte[] key) {
    return new FormatPreservingCipher(key, Alphabet.DIGITS, true);
  }

  /** The fewest characters of the alphabet that a text must have. */
  public int minLength() {
    return ff1.minLength() + checkDigits();
  }

  /**
   * Encrypts a text.
   *
   * @param tweak any bytes, or none; the same ones decrypt it
   * @throws UnfitTextException if it has too few characters of the alphabet or too many in all, or
   *     its check digit is wrong
   */
  public String encrypt(String text, byte[] tweak) throws UnfitTextException {
    int length = read(text);
    ff1.encrypt(numerals, length - checkDigits(), tweak);
    return write(length);
  }

  /**
   * Decrypts what {@link #encrypt} has made with this tweak.
   *
   * @throws UnfitTextException if it cannot have been made by it
   */
  public String decrypt(String text, byte[] tweak) throws UnfitTextException {
    int length = read(text);
    ff1.decrypt(numerals, length - checkDigits(), tweak);
    return write(length);
  }

  private int checkDigits() {
    return luhn ? 1 : 0;
  }

  /** Finds the numerals of a text and says how many there are. */
  private int read(String text) throws UnfitTextException {
    if (text.length() > MAX_LENGTH) {
      throw new UnfitTextException(
          "The text must have at most " + MAX_LENGTH + " chars, but has: " + text.length());
    }
    if (text.length() > codePoints.length) {
      int room = Math.min(MAX_LENGTH, 2 * text.length());
      codePoints = new int[room];
      numerals = new int[room];
      positions = new int[room];
    }
    count = 0;
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int numeral = alphabet.numeral(codePoint);
      if (numeral >= 0) {
        numerals[length] = numeral;
        positions[length] = count;
        length++;
      }
      codePoints[count++] = codePoint;
    }
    check(length);
    return length;
  }

  private void check(int length) throws UnfitTextException {
    if (length < minLength()) {
      throw new UnfitTextException(
          "The text must have at least "
              + minLength()
              + " characters of the alphabet of "
              + alphabet.size()
              + ", or too few texts are like it to hide among, but has: "
              + length);
    }
    if (luhn && numerals[length - 1] != Luhn.checkDigit(numerals, length - 1)) {
      throw new UnfitTextException(
          "The text must end with the check digit of its "
              + (length - 1)
              + " digits before, but ends with another. Encrypt such texts without a check digit.");
    }
  }

  /** The text, with the numerals as they are now. */
  private String write(int length) {
    if (luhn) {
      numerals[length - 1] = Luhn.checkDigit(numerals, length - 1);
    }
    for (int i = 0; i < length; i++) {
      codePoints[positions[i]] = alphabet.codePoint(numerals[i]);
    }
    return new String(codePoints, 0, count);
  }
}
