package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.mask.Buckets;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.MaskRules;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.scrub.Detector;
import io.summerbeam.transforms.mask.scrub.Detectors;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Each technique with each of its settings does what the rule in Java does. */
public class MaskPolicyTechniquesTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("text", FieldType.STRING)
          .addNullableField("number", FieldType.INT64)
          .addNullableField("decimal", FieldType.DECIMAL)
          .addNullableField("time", FieldType.DATETIME)
          .build();

  private static final String CARD = "4111-1111-1111-1111";

  @Rule public final KeyFiles keys = new KeyFiles();

  private String bytes;
  private String siv;
  private String gcm;

  @Before
  public void writeKeys() {
    bytes = keys.ofBytes(1);
    siv = keys.of(TestKeyset.deterministic());
    gcm = keys.of(TestKeyset.randomized());
  }

  @Test
  public void redact() {
    assertAlike("text", CARD, "redact", MaskRules.redact("text"));
    assertAlike("text", CARD, "{ technique: redact }", MaskRules.redact("text"));
    assertAlike(
        "text",
        CARD,
        "{ technique: redact, text: gone }",
        MaskRules.redact("text").withText("gone"));
    assertAlike(
        "text", CARD, "{ technique: redact, text: '' }", MaskRules.redact("text").withText(""));
  }

  @Test
  public void nullify() {
    assertAlike("number", 7L, "nullify", MaskRules.nullify("number"));
  }

  @Test
  public void keepFirst() {
    assertAlike(
        "text", CARD, "{ technique: keep_first, count: 4 }", MaskRules.keepFirst("text", 4));
    assertAlike(
        "text",
        CARD,
        "{ technique: keep_first, count: 4, mask_character: '#' }",
        MaskRules.keepFirst("text", 4).withMaskCharacter('#'));
  }

  @Test
  public void keepLast() {
    assertAlike("text", CARD, "{ technique: keep_last, count: 4 }", MaskRules.keepLast("text", 4));
    assertAlike(
        "text",
        CARD,
        "{ technique: keep_last, count: 4, mask_character: '#' }",
        MaskRules.keepLast("text", 4).withMaskCharacter('#'));
  }

  @Test
  public void maskPattern() {
    assertAlike(
        "text",
        CARD,
        "{ technique: mask_pattern, pattern: '[0-9]{4}-', replacement: '#' }",
        MaskRules.maskPattern("text", "[0-9]{4}-", "#"));
    MaskPolicy required =
        policy(
            "text",
            "{ technique: mask_pattern, pattern: 'x', replacement: '#', match_required: true }");
    AssertionError failed =
        assertThrows(AssertionError.class, () -> Policies.mask(required, row("text", CARD)));
    assertThat(failed.getMessage(), not(equalTo("")));
  }

  @Test
  public void truncate() {
    assertAlike("text", CARD, "{ technique: truncate, count: 4 }", MaskRules.truncate("text", 4));
  }

  @Test
  public void hash() {
    KeySource key = KeySource.of(bytes);
    assertAlike("text", CARD, "{ technique: hash, key: bytes }", MaskRules.hash("text", key));
    assertAlike(
        "text", CARD, "{ technique: hash, key: bytes, format: hex }", MaskRules.hash("text", key));
    assertAlike(
        "text",
        CARD,
        "{ technique: hash, key: bytes, format: base64url, length: 20, domain: cards }",
        MaskRules.hash("text", key).withBase64Url().withLength(20).withDomain("cards"));
    assertAlike(
        "text",
        CARD,
        "{ technique: hash, key: bytes, per_field: true }",
        MaskRules.hash("text", key).withDomain("text"));
    assertAlike(
        "text",
        CARD,
        "{ technique: hash, key: bytes, per_field: false }",
        MaskRules.hash("text", key));
  }

  @Test
  public void tokenize() {
    KeysetSource keyset = KeysetSource.of(siv);
    assertAlike(
        "text", CARD, "{ technique: tokenize, key: siv }", MaskRules.tokenize("text", keyset));
    assertAlike(
        "text",
        CARD,
        "{ technique: tokenize, key: siv, domain: cards }",
        MaskRules.tokenize("text", keyset).withDomain("cards"));
    assertAlike(
        "text",
        CARD,
        "{ technique: tokenize, key: siv, per_field: true }",
        MaskRules.tokenize("text", keyset).withDomain("text"));
  }

  @Test
  public void encrypt() {
    KeysetSource keyset = KeysetSource.of(gcm);
    Row row = row("text", CARD);
    Row plain = Policies.mask(policy("text", "{ technique: encrypt, key: gcm }"), row);
    assertThat(plain.getString("text"), not(equalTo(CARD)));
    assertThat(Policies.run(Unmask.fields(MaskRules.encrypt("text", keyset)), plain), equalTo(row));

    Row bound =
        Policies.mask(
            policy("text", "{ technique: encrypt, key: gcm, associated_field: id }"), row);
    assertThat(
        Policies.run(
            Unmask.fields(MaskRules.encrypt("text", keyset).withAssociatedField("id")), bound),
        equalTo(row));
  }

  @Test
  public void preserveFormat() {
    KeySource key = KeySource.of(bytes);
    assertAlike(
        "text",
        CARD,
        "{ technique: preserve_format, key: bytes, alphabet: digits }",
        MaskRules.preserveFormat("text", key, Alphabet.DIGITS));
    assertAlike(
        "text",
        CARD,
        "{ technique: preserve_format, key: bytes, alphabet: digits, luhn: true, domain: cards }",
        MaskRules.preserveFormat("text", key, Alphabet.DIGITS).withLuhn().withDomain("cards"));
    assertAlike(
        "text",
        CARD,
        "{ technique: preserve_format, key: bytes, characters: '0123456789-' }",
        MaskRules.preserveFormat("text", key, Alphabet.of("0123456789-")));
    assertAlike(
        "text",
        CARD,
        "{ technique: preserve_format, key: bytes, alphabet: digits, tweak_field: id }",
        MaskRules.preserveFormat("text", key, Alphabet.DIGITS).withTweakField("id"));
    assertAlike(
        "text",
        CARD,
        "{ technique: preserve_format, key: bytes, alphabet: digits, per_field: true }",
        MaskRules.preserveFormat("text", key, Alphabet.DIGITS).withDomain("text"));
  }

  @Test
  public void preserveFormat_eachAlphabet() {
    KeySource key = KeySource.of(bytes);
    String text = "abcdefABCDEF0123456789";
    List<Alphabet> alphabets =
        List.of(
            Alphabet.DIGITS,
            Alphabet.HEX_LOWER,
            Alphabet.HEX_UPPER,
            Alphabet.LETTERS_LOWER,
            Alphabet.LETTERS_UPPER,
            Alphabet.LETTERS,
            Alphabet.ALPHANUMERIC_LOWER,
            Alphabet.ALPHANUMERIC_UPPER,
            Alphabet.ALPHANUMERIC);
    List<String> names =
        List.of(
            "digits",
            "hex_lower",
            "hex_upper",
            "letters_lower",
            "letters_upper",
            "letters",
            "alphanumeric_lower",
            "alphanumeric_upper",
            "alphanumeric");
    for (int i = 0; i < names.size(); i++) {
      assertAlike(
          "text",
          text,
          "{ technique: preserve_format, key: bytes, alphabet: " + names.get(i) + " }",
          MaskRules.preserveFormat("text", key, alphabets.get(i)));
    }
  }

  @Test
  public void shiftDays() {
    assertAlike(
        "time",
        Instant.parse("2001-02-03T04:05:06Z"),
        "{ technique: shift_days, key: bytes, max_days: 30, subject: id }",
        MaskRules.shiftDays("time", 30, "id", KeySource.of(bytes)));
  }

  @Test
  public void generalize() {
    assertAlike(
        "number",
        1234L,
        "{ technique: generalize, width: 100 }",
        MaskRules.generalize("number", Buckets.ofWidth(100)));
    assertAlike(
        "decimal",
        new BigDecimal("12.34"),
        "{ technique: generalize, width: 0.5 }",
        MaskRules.generalize("decimal", Buckets.ofWidth(new BigDecimal("0.5"))));
    assertAlike(
        "number",
        1234L,
        "{ technique: generalize, starting_at: [0, 1000, 5000] }",
        MaskRules.generalize("number", Buckets.startingAt(0, 1000, 5000)));
    Instant time = Instant.parse("2001-02-03T04:05:06Z");
    assertAlike(
        "time",
        time,
        "{ technique: generalize, to: day }",
        MaskRules.generalize("time", Buckets.toDay()));
    assertAlike(
        "time",
        time,
        "{ technique: generalize, to: month }",
        MaskRules.generalize("time", Buckets.toMonth()));
    assertAlike(
        "time",
        time,
        "{ technique: generalize, to: year }",
        MaskRules.generalize("time", Buckets.toYear()));
    assertAlike(
        "text",
        CARD,
        "{ technique: generalize, prefix: 2 }",
        MaskRules.generalize("text", Buckets.keepPrefix(2)));
  }

  @Test
  public void scrub() {
    String text = "bob@example.com, " + CARD + ", customer C-4711";
    assertAlike("text", text, "scrub", MaskRules.scrub("text", Detectors.all()));
    assertAlike(
        "text",
        text,
        "{ technique: scrub, detectors: all }",
        MaskRules.scrub("text", Detectors.all()));
    assertAlike(
        "text",
        text,
        "{ technique: scrub, detectors: email }",
        MaskRules.scrub("text", Detectors.EMAIL));
    assertAlike(
        "text",
        text,
        "{ technique: scrub, detectors: [email, card], replacement: '***' }",
        MaskRules.scrub("text", Detectors.EMAIL, Detectors.CARD).withReplacement("***"));
    assertAlike(
        "text",
        text,
        "{ technique: scrub, detectors: none, patterns: { CUSTOMER: 'C-[0-9]+' } }",
        MaskRules.scrub("text", Detectors.pattern("CUSTOMER", "C-[0-9]+")));
    List<Detector> all = new ArrayList<>(Detectors.all());
    all.add(Detectors.pattern("CUSTOMER", "C-[0-9]+"));
    assertAlike(
        "text",
        text,
        "{ technique: scrub, patterns: { CUSTOMER: 'C-[0-9]+' } }",
        MaskRules.scrub("text", all));
  }

  @Test
  public void keep() {
    Row row = row("text", CARD);
    Row masked = Policies.mask(Policies.of("fields:", "  text: keep", "  number: nullify"), row);
    assertThat(masked.getString("text"), equalTo(CARD));
    assertThat(masked.getInt64("number"), nullValue());
  }

  private void assertAlike(String field, Object value, String treatment, MaskRule rule) {
    Row row = row(field, value);
    Row expected = Policies.run(Mask.fields(rule), row);
    assertThat(treatment, expected, not(equalTo(row)));
    assertThat(treatment, Policies.mask(policy(field, treatment), row), equalTo(expected));
  }

  private MaskPolicy policy(String field, String treatment) {
    return Policies.of(
        "keys:",
        "  bytes: " + bytes,
        "  siv: " + siv,
        "  gcm: " + gcm,
        "fields:",
        "  " + field + ": " + treatment);
  }

  private static Row row(String field, Object value) {
    Object[] values = {7L, null, 1L, null, null};
    values[SCHEMA.indexOf(field)] = value;
    return Policies.row(SCHEMA, values);
  }
}
