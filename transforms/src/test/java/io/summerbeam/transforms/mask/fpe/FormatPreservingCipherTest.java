package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class FormatPreservingCipherTest {

  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWEAK = "card".getBytes(StandardCharsets.UTF_8);
  private static final String CARD = "4111-1111 1111 1111";

  private final FormatPreservingCipher digits = FormatPreservingCipher.of(KEY, Alphabet.DIGITS);
  private final FormatPreservingCipher luhn = FormatPreservingCipher.withCheckDigit(KEY);
  private final Random random = new Random(1);

  @Test
  public void separators_stay() throws UnfitTextException {
    String encrypted = digits.encrypt(CARD, TWEAK);
    assertThat(encrypted.replaceAll("[0-9]", "1"), equalTo(CARD.replaceAll("[0-9]", "1")));
    assertThat(encrypted, not(equalTo(CARD)));
    assertThat(digits.decrypt(encrypted, TWEAK), equalTo(CARD));
  }

  @Test
  public void separators_doNotMatterToTheDigits() throws UnfitTextException {
    String encrypted = digits.encrypt(CARD, TWEAK);
    assertThat(
        digits.encrypt("(4111)1111é1111😀1111.", TWEAK).replaceAll("[^0-9]", ""),
        equalTo(encrypted.replaceAll("[^0-9]", "")));
  }

  @Test
  public void separatorsBesideTheText_stay() throws UnfitTextException {
    String text = "\uD83D😀 +49 (30) 123-456 ß\uDE00";
    String encrypted = digits.encrypt(text, TWEAK);
    assertThat(encrypted.replaceAll("[0-9]", "1"), equalTo(text.replaceAll("[0-9]", "1")));
    assertThat(digits.decrypt(encrypted, TWEAK), equalTo(text));
  }

  @Test
  public void everyAlphabet_comesBackInItself() throws UnfitTextException {
    for (Alphabet alphabet :
        new Alphabet[] {
          Alphabet.of("01"),
          Alphabet.DIGITS,
          Alphabet.HEX_LOWER,
          Alphabet.LETTERS_UPPER,
          Alphabet.ALPHANUMERIC_LOWER,
          Alphabet.ALPHANUMERIC,
          Alphabet.of("äöüÄÖÜßab"),
          Alphabet.of("😀b😂a🀄𝔘c"),
          Alphabet.of(AlphabetTest.firstCodePoints(Alphabet.MAX_SIZE)),
        }) {
      FormatPreservingCipher cipher = FormatPreservingCipher.of(KEY, alphabet);
      for (int length = cipher.minLength(); length < cipher.minLength() + 150; length++) {
        String text = text(alphabet, length);
        String encrypted = cipher.encrypt(text, TWEAK);
        int[] codePoints = encrypted.codePoints().toArray();
        assertThat(codePoints.length, equalTo(length));
        for (int codePoint : codePoints) {
          assertThat(alphabet.numeral(codePoint) >= 0, equalTo(true));
        }
        assertThat(encrypted, not(equalTo(text)));
        assertThat(cipher.decrypt(encrypted, TWEAK), equalTo(text));
      }
    }
  }

  @Test
  public void uuid_keepsItsDashes() throws UnfitTextException {
    FormatPreservingCipher cipher = FormatPreservingCipher.of(KEY, Alphabet.HEX_LOWER);
    String uuid = "123e4567-e89b-12d3-a456-426614174000";
    String encrypted = cipher.encrypt(uuid, TWEAK);
    assertThat(encrypted.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), equalTo(true));
    assertThat(cipher.decrypt(encrypted, TWEAK), equalTo(uuid));
  }

  @Test
  public void otherTweak_isAnotherPermutation() throws UnfitTextException {
    byte[] other = "iban".getBytes(StandardCharsets.UTF_8);
    String encrypted = digits.encrypt(CARD, TWEAK);
    assertThat(digits.encrypt(CARD, other), not(equalTo(encrypted)));
    assertThat(digits.encrypt(CARD, new byte[0]), not(equalTo(encrypted)));
    assertThat(digits.decrypt(encrypted, other), not(equalTo(CARD)));
    assertThat(digits.encrypt(CARD, TWEAK), equalTo(encrypted));
  }

  @Test
  public void otherKey_isAnotherPermutation() throws UnfitTextException {
    byte[] other = KEY.clone();
    other[15]++;
    FormatPreservingCipher cipher = FormatPreservingCipher.of(other, Alphabet.DIGITS);
    assertThat(cipher.encrypt(CARD, TWEAK), not(equalTo(digits.encrypt(CARD, TWEAK))));
  }

  @Test
  public void keyChangedLater_doesNotMatter() throws UnfitTextException {
    byte[] key = KEY.clone();
    FormatPreservingCipher cipher = FormatPreservingCipher.of(key, Alphabet.DIGITS);
    key[0]++;
    assertThat(cipher.encrypt(CARD, TWEAK), equalTo(digits.encrypt(CARD, TWEAK)));
  }

  @Test
  public void checkDigit_isRightAfterwards() throws UnfitTextException {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String card = card(i);
      String encrypted = luhn.encrypt(card, TWEAK);
      assertThat(isValid(encrypted), equalTo(true));
      assertThat(luhn.decrypt(encrypted, TWEAK), equalTo(card));
      seen.add(encrypted);
    }
    assertThat(seen.size(), equalTo(10_000));
  }

  @Test
  public void checkDigit_isThatOfTheFirstDigitsEncrypted() throws UnfitTextException {
    String first = "411111111111111";
    assertThat(
        luhn.encrypt(first + "1", TWEAK).substring(0, 15), equalTo(digits.encrypt(first, TWEAK)));
  }

  @Test
  public void wrongCheckDigit_isRefused() {
    for (String text : new String[] {"4111-1111 1111 1112", "4111-1111 1111 1110"}) {
      String expected =
          "The text must end with the check digit of its 15 digits before, but ends with another."
              + " Encrypt such texts without a check digit.";
      assertThat(refusal(() -> luhn.encrypt(text, TWEAK)), equalTo(expected));
      assertThat(refusal(() -> luhn.decrypt(text, TWEAK)), equalTo(expected));
    }
  }

  @Test
  public void tooFewCharacters_areRefused() {
    assertThat(digits.minLength(), equalTo(6));
    assertThat(luhn.minLength(), equalTo(7));
    assertThat(
        refusal(() -> digits.encrypt("12-345-", TWEAK)),
        equalTo(
            "The text must have at least 6 characters of the alphabet of 10, or too few texts are"
                + " like it to hide among, but has: 5"));
    assertThat(refusal(() -> digits.decrypt("", TWEAK)), containsString("but has: 0"));
    assertThat(refusal(() -> luhn.encrypt("123455", TWEAK)), containsString("at least 7 "));
  }

  @Test
  public void shortestTexts_areTaken() throws UnfitTextException {
    assertThat(digits.decrypt(digits.encrypt("000000", TWEAK), TWEAK), equalTo("000000"));
    assertThat(luhn.decrypt(luhn.encrypt("0000000", TWEAK), TWEAK), equalTo("0000000"));
  }

  @Test
  public void longestText_isTaken_andALongerOneIsNot() throws UnfitTextException {
    String longest = "1 ".repeat(FormatPreservingCipher.MAX_LENGTH / 2);
    assertThat(digits.decrypt(digits.encrypt(longest, TWEAK), TWEAK), equalTo(longest));
    assertThat(
        refusal(() -> digits.encrypt(longest + "1", TWEAK)),
        equalTo("The text must have at most 65536 chars, but has: 65537"));
    assertThat(digits.decrypt(digits.encrypt(CARD, TWEAK), TWEAK), equalTo(CARD));
  }

  @Test
  public void refusal_hasNoStackTrace() {
    UnfitTextException e = assertThrows(UnfitTextException.class, () -> digits.encrypt("1", TWEAK));
    assertThat(e.getStackTrace(), emptyArray());
    assertThat(e.getCause(), nullValue());
  }

  @Test
  public void wrongKey_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FormatPreservingCipher.of(new byte[8], Alphabet.DIGITS));
    assertThrows(
        IllegalArgumentException.class, () -> FormatPreservingCipher.withCheckDigit(new byte[64]));
  }

  @Test
  public void toString_doesNotShowTheText() throws UnfitTextException {
    digits.encrypt(CARD, TWEAK);
    assertThat(digits.toString(), not(containsString("4111")));
  }

  private interface Attempt {
    String run() throws UnfitTextException;
  }

  private static String refusal(Attempt attempt) {
    return assertThrows(UnfitTextException.class, attempt::run).getMessage();
  }

  private String text(Alphabet alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet.codePoint(random.nextInt(alphabet.size())));
    }
    return text.toString();
  }

  private static String card(int number) {
    String first = String.format("4111-1111-%07d", number);
    return first + Luhn.checkDigit(first.replace("-", "").chars().map(c -> c - '0').toArray(), 15);
  }

  /** As others check it: from behind, every second digit twice, the sum of all digits. */
  private static boolean isValid(String card) {
    String numbers = new StringBuilder(card.replace("-", "")).reverse().toString();
    int sum = 0;
    for (int i = 0; i < numbers.length(); i++) {
      int digit = (numbers.charAt(i) - '0') * (i % 2 + 1);
      sum += digit / 10 + digit % 10;
    }
    return sum % 10 == 0;
  }
}
