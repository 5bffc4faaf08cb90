package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.maskPattern;
import static io.summerbeam.transforms.mask.Masking.failure;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public class MaskPatternRuleTest {

  @Test
  public void matches_areAllReplaced() {
    assertThat(mask("a1b22c333", maskPattern("f", "[0-9]+", "#")), equalTo("a#b#c#"));
    assertThat(
        mask("bob@example.com", maskPattern("f", "^[^@]+", "***")), equalTo("***@example.com"));
    assertThat(mask("", maskPattern("f", "^$", "(empty)")), equalTo("(empty)"));
    assertThat(
        mask(FieldType.STRING.withNullable(true), null, maskPattern("f", "a", "b")), nullValue());
  }

  @Test
  public void noMatch_isTheSameString() {
    String text = "nothing here";
    assertThat(mask(text, maskPattern("f", "[0-9]", "#")), sameInstance(text));
    String empty = "";
    assertThat(mask(empty, maskPattern("f", "[0-9]", "#")), sameInstance(empty));
  }

  @Test
  public void withMatchRequired_noMatch_cannotBeMasked() {
    MaskPatternRule rule = maskPattern("f", "[0-9]", "#").withMatchRequired();
    assertThat(mask("a1", rule), equalTo("a#"));
    assertThat(
        failure("hunter", rule),
        equalTo("maskPattern('f'): the value must match the pattern, but nothing in it does"));
  }

  @Test
  public void replacement_groups_areRepeated() {
    assertThat(
        mask("4111111111111111", maskPattern("f", "(\\d{4})\\d{8}(\\d{4})", "$1********$2")),
        equalTo("4111********1111"));
    assertThat(mask("ab", maskPattern("f", "(?P<x>a)(b)", "${2}${x}$1$$")), equalTo("baa$"));
    assertThat(mask("ab", maskPattern("f", "(a)|(z)", "<$1$2>")), equalTo("<a>b"));
    assertThat(mask("ab", maskPattern("f", "a", "[$0]\\1")), equalTo("[a]\\1b"));
    assertThat(mask("ab", maskPattern("f", "(a)", "$12")), equalTo("a2b"));
  }

  @Test
  public void replacement_unknownGroups_areRefused() {
    for (String replacement :
        List.of("$", "$$$", "$x", "$2", "${2}", "${}", "${name", "${y}", "${99999999999}", "$😀")) {
      assertThat(
          replacement,
          assertThrows(
                  IllegalArgumentException.class, () -> maskPattern("f", "(?P<x>a)", replacement))
              .getMessage(),
          containsString("The pattern has 1 groups, with names [x]."));
    }
  }

  @Test
  public void pattern_notOfRe2_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> maskPattern("f", "(?=a)", "b"))
            .getMessage(),
        containsString("maskPattern() must have a regular expression of RE2"));
    assertThrows(IllegalArgumentException.class, () -> maskPattern("f", "(a)\\1", "b"));
  }

  @Test
  public void unicode_isMatchedByCodePoint() {
    assertThat(mask("a😀b", maskPattern("f", ".", "*")), equalTo("***"));
    assertThat(mask("😀é", maskPattern("f", "é", "*")), equalTo("😀*"));
    assertThat(mask("e\u0301", maskPattern("f", "e", "*")), equalTo("*\u0301"));
    assertThat(mask("\uD83Da", maskPattern("f", "a", "*")), equalTo("\uD83D*"));
  }

  @Test
  public void emptyMatches_doNotCutSurrogatePairs() {
    assertThat(mask("a😀", maskPattern("f", "x*", "-")), equalTo("-a-😀-"));
  }

  @Test
  public void veryLong_takesLinearTime() {
    // Java's own regular expressions try each way to split the text.
    String text = "a".repeat(100_000);
    assertThat(mask(text + "b", maskPattern("f", "(a|aa)+$", "*")), equalTo(text + "b"));
    assertThat(mask(text, maskPattern("f", "a", "bb")), equalTo("bb".repeat(100_000)));
  }

  @Test
  public void otherTypes_areRefused() {
    assertThat(
        refusal(FieldType.INT32, maskPattern("f", "a", "b")),
        containsString(
            "maskPattern('f'): maskPattern is for STRING, but the field is of type INT32."));
  }

  @Test
  public void rule_isSerializable() {
    MaskPatternRule rule = maskPattern("f", "(a)", "<$1>").withMatchRequired();
    assertThat(SerializableUtils.clone(rule), equalTo(rule));
    assertThat(mask("a", SerializableUtils.clone(rule)), equalTo("<a>"));
  }

  @Test
  public void protection_saysWhatIsLeft() {
    MaskPatternRule rule = maskPattern("f", "a", "b");
    assertThat(
        rule.protection().reveals(),
        equalTo(
            "All that the pattern does not match or the replacement repeats; values without a match"
                + " whole."));
    assertThat(
        rule.withMatchRequired().protection().reveals(),
        equalTo("All that the pattern does not match or the replacement repeats."));
  }
}
