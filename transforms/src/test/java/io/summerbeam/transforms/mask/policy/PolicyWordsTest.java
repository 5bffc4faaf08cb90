package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.Test;

public class PolicyWordsTest {

  @Test
  public void of_settersAndFactories_areTheirSettings() {
    assertThat(PolicyWords.of("withMaskCharacter() must be"), equalTo("mask_character must be"));
    assertThat(PolicyWords.of("startingAt() must have"), equalTo("starting_at must have"));
    assertThat(PolicyWords.of("ofWidth() must be"), equalTo("width must be"));
    assertThat(PolicyWords.of("keepPrefix() must be"), equalTo("prefix must be"));
    assertThat(
        PolicyWords.of("Leave withBase64Url() out."), equalTo("Leave format: base64url out."));
    assertThat(PolicyWords.of("encryptedBy() must be"), equalTo("encrypted_by must be"));
    assertThat(PolicyWords.of("Give it Alphabet.DIGITS."), equalTo("Give it alphabet: digits."));
    assertThat(
        PolicyWords.of("one from KeysetSource.perSubject(), but"),
        equalTo("one from a key with a subject, but"));
    assertThat(PolicyWords.of("perSubject() must"), equalTo("subject must"));
  }

  @Test
  public void of_techniques_areTheirs() {
    assertThat(PolicyWords.of("keepFirst('a'): x"), equalTo("keep_first('a'): x"));
    assertThat(PolicyWords.of("shiftDays() must"), equalTo("shift_days must"));
    assertThat(PolicyWords.of("preserveFormat 'a' is for"), equalTo("preserve_format 'a' is for"));
    assertThat(PolicyWords.of("redact('a')"), equalTo("redact('a')"));
  }

  @Test
  public void of_allElse_staysAsItIs() {
    assertThat(
        PolicyWords.of("the field 'firstName' of $1 is STRING (x)"),
        equalTo("the field 'firstName' of $1 is STRING (x)"));
  }
}
