package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.MaskRules;
import org.apache.beam.sdk.schemas.Schema;
import org.junit.Test;

public class PolicyWordsTest {

  @Test
  public void of_settersAndFactories_areTheirSettings() {
    assertThat(PolicyWords.of("withMaskCharacter() must be"), equalTo("mask_character must be"));
    assertThat(PolicyWords.of("startingAt() must have"), equalTo("starting_at must have"));
    assertThat(PolicyWords.of("ofWidth() must be"), equalTo("width must be"));
    assertThat(PolicyWords.of("keepPrefix() must be"), equalTo("prefix must be"));
    assertThat(PolicyWords.of("encryptedBy() must be"), equalTo("encrypted_by must be"));
    assertThat(
        PolicyWords.of("withLuhn() is for digits, but. Give it Alphabet.DIGITS."),
        equalTo("luhn is for digits, but. Give it alphabet: digits."));
    assertThat(
        PolicyWords.of("The second keyset must be one from KeysetSource.perSubject(), but"),
        equalTo("The second keyset must be one from a key with a subject, but"));
    assertThat(PolicyWords.of("perSubject() must"), equalTo("subject must"));
    assertThat(PolicyWords.of("shiftDays() must"), equalTo("shift_days must"));
    assertThat(
        PolicyWords.of("There must be withText() or withNumber(), but there are both."),
        equalTo("There must be text or number, but there are both."));
  }

  @Test
  public void of_rule_isTheTechniqueOfThePolicy() {
    MaskRule rule = MaskRules.keepFirst("a", 1);
    assertThat(
        PolicyWords.of(rule, "keepFirst('a'): keepFirst is for STRING"),
        equalTo("keep_first('a'): keep_first is for STRING"));
    assertThat(PolicyWords.of(rule, "keepFirst 'a': x"), equalTo("keep_first 'a': x"));
    assertThat(PolicyWords.of(MaskRules.redact("a"), "redact('a'): x"), equalTo("redact('a'): x"));
  }

  @Test
  public void of_namesOfUsers_stayAsTheyAre() {
    MaskRule rule = MaskRules.keepFirst("`keepFirst.withLength()`", 1);
    assertThat(
        PolicyWords.of(rule, rule + ": there is no field 'shiftDays'. Fields: ofWidth(), keepLast"),
        equalTo(
            "keep_first('`keepFirst.withLength()`'): there is no field 'shiftDays'. Fields:"
                + " ofWidth(), keepLast"));
    assertThat(
        PolicyWords.of("maskPattern() must have, but has: shiftDays()"),
        equalTo("mask_pattern must have, but has: shiftDays()"));
  }

  @Test
  public void policy_namesOfFields_stayAsTheyAre() {
    Schema schema = Schema.builder().addInt64Field("shiftDays").addStringField("keepFirst").build();
    assertThat(
        Policies.error(
            Policies.of("fields: { shiftDays: { technique: keep_last, count: 1 } }"), schema),
        containsString("keep_last('shiftDays'): keep_last is for STRING"));
    assertThat(
        Policies.error(Policies.of("fields: { keepFrist: redact }"), schema),
        containsString("Did you mean 'keepFirst'? Fields: shiftDays, keepFirst"));
  }

  @Test
  public void policy_redact_withNumber() {
    Schema schema = Schema.builder().addInt64Field("n").build();
    assertThat(
        Policies.mask(
            Policies.of("fields: { n: { technique: redact, number: 0 } }"),
            Policies.row(schema, 7L)),
        equalTo(Policies.row(schema, 0L)));
    assertThat(
        Policies.error(Policies.of("fields: { n: redact }"), schema),
        containsString("is of type INT64. Give it a number."));
    assertThat(
        Policies.error(Policies.of("fields: { n: { technique: redact, number: 0.5 } }"), schema),
        containsString("redact('n'): number must be a number of type INT64, but was: 0.5"));
  }
}
