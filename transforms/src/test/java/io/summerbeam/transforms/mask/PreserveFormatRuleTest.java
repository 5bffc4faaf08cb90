package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.Masking.failure;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static io.summerbeam.transforms.mask.Masking.unmask;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static io.summerbeam.transforms.mask.TestKey.OTHER;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.fpe.FormatPreservingCipher;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

public class PreserveFormatRuleTest {

  private static final String CARD = "4111 1111-1111.1111";
  private static final PreserveFormatRule DIGITS = preserveFormat("f", KEY, Alphabet.DIGITS);
  private static final Schema PAYMENT =
      Schema.builder().addStringField("card").addNullableField("id", FieldType.INT64).build();

  @Test
  public void digits_areOtherDigitsWithTheSameSeparators() {
    String masked = mask(CARD, DIGITS);
    assertThat(masked, matchesPattern("\\d{4} \\d{4}-\\d{4}\\.\\d{4}"));
    assertThat(masked, not(equalTo(CARD)));
    assertThat(unmask(masked, DIGITS), equalTo(CARD));
    assertThat(mask(FieldType.STRING.withNullable(true), null, DIGITS), nullValue());
    assertThat(unmask(FieldType.STRING.withNullable(true), null, DIGITS), nullValue());
  }

  @Test
  public void sameKey_isFf1WithoutATweak() throws Exception {
    FormatPreservingCipher cipher = FormatPreservingCipher.of(KEY.read(), Alphabet.DIGITS);
    assertThat(mask(CARD, DIGITS), equalTo(cipher.encrypt(CARD, new byte[0])));
  }

  @Test
  public void randomTexts_keepTheirFormatAndComeBack() {
    Random random = new Random(7);
    List<Alphabet> alphabets =
        List.of(
            Alphabet.DIGITS,
            Alphabet.HEX_LOWER,
            Alphabet.ALPHANUMERIC,
            Alphabet.LETTERS_UPPER,
            Alphabet.of("äöüß😀😁日本"));
    for (Alphabet alphabet : alphabets) {
      PreserveFormatRule rule = preserveFormat("f", KEY, alphabet);
      Set<String> masked = new HashSet<>();
      Set<String> texts = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        String text = randomText(random, alphabet);
        String mask = mask(text, rule);
        assertThat(unmask(mask, rule), equalTo(text));
        assertThat(shape(mask, alphabet), equalTo(shape(text, alphabet)));
        texts.add(text);
        masked.add(mask);
      }
      assertThat(masked.size(), equalTo(texts.size()));
    }
  }

  @Test
  public void withLuhn_keepsTheCheckDigitRight() {
    PreserveFormatRule rule = DIGITS.withLuhn();
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      String card = withCheckDigit(digits(random, 15));
      String masked = mask(card, rule);
      assertThat(masked, equalTo(withCheckDigit(masked.substring(0, 15))));
      assertThat(unmask(masked, rule), equalTo(card));
    }
    assertThat(
        failure("4111 1111 1111 1112", rule),
        containsString("preserveFormat('f'): The text must end with the check digit"));
  }

  @Test
  public void withLuhn_otherAlphabet_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> preserveFormat("f", KEY, Alphabet.HEX_LOWER).withLuhn())
            .getMessage(),
        containsString("withLuhn() is for digits, but the alphabet is: 0123456789abcdef"));
  }

  @Test
  public void withDomain_isTheTweak() throws Exception {
    PreserveFormatRule rule = DIGITS.withDomain("crm");
    FormatPreservingCipher cipher = FormatPreservingCipher.of(KEY.read(), Alphabet.DIGITS);
    assertThat(
        mask(CARD, rule), equalTo(cipher.encrypt(CARD, "crm".getBytes(StandardCharsets.UTF_8))));
    assertThat(unmask(mask(CARD, rule), rule), equalTo(CARD));
    assertThat(mask(CARD, rule), not(equalTo(mask(CARD, DIGITS))));
    assertThat(mask(CARD, rule), not(equalTo(mask(CARD, DIGITS.withDomain("shop")))));
    assertThrows(IllegalArgumentException.class, () -> DIGITS.withDomain(""));
  }

  @Test
  public void withTweakField_equalValuesOfRecords_areNotSeenToBe() {
    PreserveFormatRule rule = preserveFormat("card", KEY, Alphabet.DIGITS).withTweakField("id");
    Row one = Masking.run(Mask.fields(rule), Masking.row(PAYMENT, CARD, 1L));
    Row other = Masking.run(Mask.fields(rule), Masking.row(PAYMENT, CARD, 2L));
    assertThat(one.getString("card"), not(equalTo(other.getString("card"))));
    assertThat(Masking.run(Unmask.fields(rule), one), equalTo(Masking.row(PAYMENT, CARD, 1L)));
    assertThat(Masking.run(Unmask.fields(rule), other), equalTo(Masking.row(PAYMENT, CARD, 2L)));
    assertThat(rule.protection().keepsJoins(), equalTo(false));
    assertThat(DIGITS.protection().keepsJoins(), equalTo(true));
  }

  @Test
  public void withTweakField_null_cannotBeMasked() {
    PreserveFormatRule rule = preserveFormat("card", KEY, Alphabet.DIGITS).withTweakField("id");
    assertThat(
        Masking.failure(Mask.fields(rule), Masking.row(PAYMENT, CARD, null)).message(),
        equalTo("preserveFormat('card'): the field 'id', which it depends on, is null"));
  }

  @Test
  public void withTweakField_andDomain_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DIGITS.withTweakField("id").withDomain("crm"));
    assertThrows(
        IllegalArgumentException.class, () -> DIGITS.withDomain("crm").withTweakField("id"));
  }

  @Test
  public void tooShortOrTooLong_cannotBeMasked() {
    for (String text : List.of("", "12345", "1-2-3-4-5", "abcdef", "１２３４５６")) {
      assertThat(
          failure(text, DIGITS),
          containsString("preserveFormat('f'): The text must have at least 6 characters"));
    }
    assertThat(
        failure("1".repeat(FormatPreservingCipher.MAX_LENGTH + 1), DIGITS),
        containsString("preserveFormat('f'): The text must have at most 65536 chars"));
    String longest = "12".repeat(FormatPreservingCipher.MAX_LENGTH / 2);
    assertThat(unmask(mask(longest, DIGITS), DIGITS), equalTo(longest));
  }

  @Test
  public void whatIsNotOfTheAlphabet_stays() {
    String text = "\uD83D +49 (30) 123-456 e\u0301😀ü";
    assertThat(
        mask(text, DIGITS),
        matchesPattern("\uD83D \\+\\d\\d \\(\\d\\d\\) \\d{3}-\\d{3} e\u0301😀ü"));
    assertThat(unmask(mask(text, DIGITS), DIGITS), equalTo(text));
  }

  @Test
  public void wrongKey_isNotNoticed() {
    String masked = mask(CARD, DIGITS);
    String wrong = unmask(masked, preserveFormat("f", OTHER, Alphabet.DIGITS));
    assertThat(wrong, not(equalTo(CARD)));
    assertThat(wrong, matchesPattern("\\d{4} \\d{4}-\\d{4}\\.\\d{4}"));
  }

  @Test
  public void key_notOfAes_isRefusedOnTheWorker() {
    Schema schema = Schema.builder().addStringField("f").build();
    PreserveFormatRule rule = preserveFormat("f", new TestKey(3, 20), Alphabet.DIGITS);
    for (ThrowingOpen open :
        List.<ThrowingOpen>of(
            () -> Mask.fields(rule).open(schema), () -> Unmask.fields(rule).open(schema))) {
      assertThat(
          assertThrows(IllegalStateException.class, open::run).getMessage(),
          equalTo(
              "preserveFormat('f'): the key test:3 must have 16, 24 or 32 bytes, as AES has them,"
                  + " but has: 20. Make one: openssl rand -out FILE 32"));
    }
  }

  @Test
  public void otherTypes_areRefused() {
    assertThat(
        refusal(FieldType.DOUBLE, DIGITS),
        containsString(
            "preserveFormat is for STRING, INT32, INT64, DECIMAL, but the field is of type"
                + " DOUBLE."));
    assertThat(
        refusal(FieldType.INT16, DIGITS),
        containsString("INT16. It has not the digits that FF1 needs."));
    assertThat(
        refusal(FieldType.INT64, preserveFormat("f", KEY, Alphabet.HEX_LOWER)),
        containsString("Give it Alphabet.DIGITS."));
  }

  @Test
  public void wholeNumbers_keepSignAndDigitsAndComeBack() {
    Random random = new Random(9);
    Set<Long> numbers = new HashSet<>();
    Set<Object> masked = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      int number = random.nextInt();
      if (Math.abs((long) number) < 100_000) {
        continue;
      }
      Integer mask = (Integer) mask(FieldType.INT32, number, DIGITS);
      assertSameShape(number, mask);
      assertThat(unmask(FieldType.INT32, mask, DIGITS), equalTo((Object) number));
      numbers.add((long) number);
      masked.add(mask);
    }
    assertThat(masked.size(), equalTo(numbers.size()));
    for (int i = 0; i < 2000; i++) {
      long number = random.nextLong() >> random.nextInt(44);
      if (Math.abs(number) < 100_000) {
        continue;
      }
      Long mask = (Long) mask(FieldType.INT64, number, DIGITS);
      assertSameShape(number, mask);
      assertThat(unmask(FieldType.INT64, mask, DIGITS), equalTo((Object) number));
      BigDecimal decimal = new BigDecimal(number + "00000000000000000000");
      BigDecimal other = (BigDecimal) mask(FieldType.DECIMAL, decimal, DIGITS);
      assertThat(other.scale(), equalTo(0));
      assertSameShape(decimal, other);
      assertThat(unmask(FieldType.DECIMAL, other, DIGITS), equalTo((Object) decimal));
    }
  }

  @Test
  public void wholeNumbers_atTheEndsOfTheType_comeBack() {
    for (int number :
        new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 1_000_000_000, 100_000, -999_999}) {
      Object mask = mask(FieldType.INT32, number, DIGITS);
      assertSameShape(number, mask);
      assertThat(unmask(FieldType.INT32, mask, DIGITS), equalTo((Object) number));
    }
    for (long number : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000_000_000L}) {
      Object mask = mask(FieldType.INT64, number, DIGITS.withDomain("crm"));
      assertSameShape(number, mask);
      assertThat(unmask(FieldType.INT64, mask, DIGITS.withDomain("crm")), equalTo((Object) number));
    }
  }

  @Test
  public void wholeNumbers_withLuhn_keepTheCheckDigitRight() {
    Random random = new Random(10);
    PreserveFormatRule rule = DIGITS.withLuhn();
    for (int i = 0; i < 300; i++) {
      long card = Long.parseLong(withCheckDigit("4" + digits(random, 14)));
      Object mask = mask(FieldType.INT64, card, rule);
      assertSameShape(card, mask);
      assertThat(String.valueOf(mask), equalTo(withCheckDigit(mask.toString().substring(0, 15))));
      assertThat(unmask(FieldType.INT64, mask, rule), equalTo((Object) card));
    }
  }

  @Test
  public void wholeNumbers_withTooFewDigits_cannotBeMasked() {
    for (long number : new long[] {0, 7, -99_999, 99_999}) {
      assertThat(
          failure(FieldType.INT64, number, DIGITS),
          containsString("preserveFormat('f'): The number must have at least 6 digits"));
    }
    assertThat(
        failure(FieldType.DECIMAL, new BigDecimal("1234567.5"), DIGITS),
        containsString("The number must be a whole one, without decimals, but has the scale: 1"));
  }

  private static void assertSameShape(Object number, Object mask) {
    assertThat(mask, not(equalTo(number)));
    assertThat(
        mask.toString().replaceAll("[0-9]", "#"),
        equalTo(number.toString().replaceAll("[0-9]", "#")));
  }

  private interface ThrowingOpen {
    void run();
  }

  private static String randomText(Random random, Alphabet alphabet) {
    int[] codePoints = alphabet.toString().codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20 + random.nextInt(60); i++) {
      if (random.nextInt(4) == 0) {
        text.append(random.nextBoolean() ? " " : "é😎");
      }
      text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
    }
    return text.toString();
  }

  /** The text with the same character for each of the alphabet. */
  private static String shape(String text, Alphabet alphabet) {
    StringBuilder shape = new StringBuilder();
    text.codePoints()
        .map(c -> alphabet.toString().codePoints().anyMatch(a -> a == c) ? '#' : c)
        .forEach(shape::appendCodePoint);
    return shape.toString();
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private static String withCheckDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = 2 * digit;
      sum += i % 2 == 1 ? digit : twice / 10 + twice % 10;
    }
    return digits + (10 - sum % 10) % 10;
  }
}
