package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.keepFirst;
import static io.summerbeam.transforms.mask.MaskRules.keepLast;
import static io.summerbeam.transforms.mask.MaskRules.nullify;
import static io.summerbeam.transforms.mask.MaskRules.redact;
import static io.summerbeam.transforms.mask.MaskRules.truncate;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.Test;

/** The rules that need no key and no parser: redact, nullify, keepFirst, keepLast, truncate. */
public class TextRulesTest {

  private static final FieldType NULLABLE = FieldType.STRING.withNullable(true);
  private static final String LONG = "x".repeat(1_000_000);

  @Test
  public void redact_leavesNothingOfAnyText() {
    for (String text : List.of("secret", "", "***", "ü😀e\u0301", "\uD83D", LONG)) {
      assertThat(mask(text, redact("f")), equalTo("***"));
    }
    assertThat(mask(NULLABLE, null, redact("f")), nullValue());
  }

  @Test
  public void redact_withText_putsItThere() {
    assertThat(mask("secret", redact("f").withText("(removed) 😀")), equalTo("(removed) 😀"));
    assertThat(mask("secret", redact("f").withText("")), equalTo(""));
  }

  @Test
  public void redact_withNumber_putsItThere() {
    assertThat(mask(FieldType.INT64, 5L, redact("f").withNumber(0)), equalTo(0L));
    assertThat(mask(FieldType.BYTE, (byte) 5, redact("f").withNumber(-1)), equalTo((byte) -1));
    assertThat(
        mask(FieldType.DOUBLE, 5.5, redact("f").withNumber(new BigDecimal("0.5"))), equalTo(0.5));
    assertThat(
        mask(FieldType.DECIMAL, BigDecimal.TEN, redact("f").withNumber(7)),
        equalTo(BigDecimal.valueOf(7)));
    assertThat(
        mask(FieldType.INT64.withNullable(true), null, redact("f").withNumber(0)), nullValue());
  }

  @Test
  public void redact_withNumber_thatDoesNotFit_isRefused() {
    assertThat(
        refusal(FieldType.BYTE, redact("f").withNumber(128)),
        containsString("redact('f'): withNumber() must be a number of type BYTE, but was: 128"));
    assertThat(
        refusal(FieldType.INT32, redact("f").withNumber(new BigDecimal("0.5"))),
        containsString("of type INT32, but was: 0.5"));
    assertThat(
        refusal(FieldType.STRING, redact("f").withNumber(0)),
        containsString("Leave withNumber() out."));
    assertThrows(IllegalArgumentException.class, () -> redact("f").withNumber(0).withText("x"));
    assertThrows(IllegalArgumentException.class, () -> redact("f").withText("x").withNumber(0));
  }

  @Test
  public void redact_noText_isRefusedWithTheRemedy() {
    assertThat(
        refusal(FieldType.INT64.withNullable(true), redact("f")),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- redact('f'): redact is for STRING, but the field is of type INT64."
                + " It can be null: use nullify."));
    assertThat(
        refusal(FieldType.INT64, redact("f")),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- redact('f'): redact is for STRING, but the field is of type INT64."
                + " Give it withNumber()."));
    assertThat(
        refusal(FieldType.BOOLEAN, redact("f")),
        containsString("It can be nullified where the schema makes it nullable, or left out."));
    assertThat(
        refusal(FieldType.array(FieldType.STRING), redact("f")),
        containsString("Redact what is in it."));
  }

  @Test
  public void nullify_anyTypeThatCanBeNull_isNull() {
    assertThat(mask(NULLABLE, "secret", nullify("f")), nullValue());
    assertThat(mask(NULLABLE, null, nullify("f")), nullValue());
    assertThat(mask(FieldType.INT64.withNullable(true), 5L, nullify("f")), nullValue());
    assertThat(
        mask(FieldType.array(FieldType.STRING).withNullable(true), List.of("a"), nullify("f")),
        nullValue());
    Schema nested = Schema.builder().addStringField("name").build();
    assertThat(
        mask(FieldType.row(nested).withNullable(true), Masking.row(nested, "secret"), nullify("f")),
        nullValue());
  }

  @Test
  public void nullify_notNullable_isRefused() {
    assertThat(
        refusal(FieldType.STRING, nullify("f")),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- nullify('f'): nullify is for what can be null, but the field is of type"
                + " STRING. It is not nullable. Use redact."));
    assertThat(
        refusal(FieldType.INT64, nullify("f")),
        containsString("It is not nullable. Use redact with a number."));
    assertThat(
        refusal(FieldType.BYTES, nullify("f")),
        containsString("Make it so in the schema, or leave the field out."));
  }

  @Test
  public void keepFirst_masksTheOthers() {
    assertThat(mask("DE89370400440532013000", keepFirst("f", 4)), equalTo("DE89" + stars(18)));
    assertThat(mask("ab", keepFirst("f", 1)), equalTo("a*"));
    assertThat(mask("abc", keepFirst("f", 0)), equalTo("***"));
    assertThat(mask(LONG, keepFirst("f", 2)), equalTo("xx" + stars(LONG.length() - 2)));
    assertThat(mask(NULLABLE, null, keepFirst("f", 4)), nullValue());
  }

  @Test
  public void keepLast_masksTheOthers() {
    assertThat(mask("+14155552671", keepLast("f", 4)), equalTo(stars(8) + "2671"));
    assertThat(mask("ab", keepLast("f", 1)), equalTo("*b"));
    assertThat(mask("abc", keepLast("f", 0)), equalTo("***"));
    assertThat(mask(LONG, keepLast("f", 2)), equalTo(stars(LONG.length() - 2) + "xx"));
    assertThat(mask(NULLABLE, null, keepLast("f", 4)), nullValue());
  }

  @Test
  public void keep_notLongerThanWhatIsKept_isMaskedWhole() {
    for (String text : List.of("", "a", "abc", "abcd")) {
      assertThat(mask(text, keepFirst("f", 4)), equalTo(stars(text.length())));
      assertThat(mask(text, keepLast("f", 4)), equalTo(stars(text.length())));
    }
    // Four characters, though six chars.
    assertThat(mask("a😀😀b", keepFirst("f", 4)), equalTo("****"));
    assertThat(mask("a😀😀b", keepLast("f", 4)), equalTo("****"));
  }

  @Test
  public void keep_surrogatePairs_areOneCharacter() {
    assertThat(mask("😀😁😂", keepFirst("f", 1)), equalTo("😀**"));
    assertThat(mask("😀😁😂", keepLast("f", 2)), equalTo("*😁😂"));
    // Half of a pair is one, too.
    assertThat(mask("\uDE00ab", keepFirst("f", 1)), equalTo("\uDE00**"));
    assertThat(mask("ab\uD83D", keepLast("f", 1)), equalTo("**\uD83D"));
  }

  @Test
  public void keep_combiningMarks_areCharactersOfTheirOwn() {
    assertThat(mask("e\u0301tude", keepFirst("f", 1)), equalTo("e*****"));
    assertThat(mask("cafe\u0301", keepLast("f", 1)), equalTo("****\u0301"));
  }

  @Test
  public void keep_withMaskCharacter_putsItThere() {
    assertThat(mask("secret", keepFirst("f", 1).withMaskCharacter('•')), equalTo("s•••••"));
    assertThat(mask("secret", keepLast("f", 1).withMaskCharacter('0')), equalTo("00000t"));
    assertThrows(
        IllegalArgumentException.class, () -> keepFirst("f", 1).withMaskCharacter('\uD83D'));
    assertThrows(
        IllegalArgumentException.class, () -> keepLast("f", 1).withMaskCharacter('\uDE00'));
  }

  @Test
  public void truncate_keepsTheFirst() {
    assertThat(mask("Dr. Jane Doe", truncate("f", 3)), equalTo("Dr."));
    assertThat(mask("abc", truncate("f", 0)), equalTo(""));
    assertThat(mask("", truncate("f", 3)), equalTo(""));
    assertThat(mask(LONG, truncate("f", 7)), equalTo("xxxxxxx"));
    assertThat(mask(NULLABLE, null, truncate("f", 3)), nullValue());
  }

  @Test
  public void truncate_notLonger_isTheSameString() {
    for (String text : List.of("", "abc", "a😀b")) {
      assertThat(mask(text, truncate("f", 3)), sameInstance(text));
    }
  }

  @Test
  public void truncate_surrogatePairs_areNotCut() {
    assertThat(mask("a😀b😁c", truncate("f", 2)), equalTo("a😀"));
    assertThat(mask("a\uD83Db", truncate("f", 2)), equalTo("a\uD83D"));
    assertThat(mask("e\u0301x", truncate("f", 1)), equalTo("e"));
  }

  @Test
  public void textRules_otherTypes_areRefused() {
    for (MaskRule rule : List.of(keepFirst("f", 1), keepLast("f", 1), truncate("f", 1))) {
      assertThat(
          refusal(FieldType.BYTES, rule),
          equalTo(
              "Mask: not all rules fit the input:\n- "
                  + rule
                  + ": "
                  + rule.technique()
                  + " is for STRING, but the field is of type BYTES. Convert it to a text before."));
    }
  }

  @Test
  public void counts_negative_areRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> keepFirst("f", -1)).getMessage(),
        equalTo("keepFirst() must keep 0 characters or more, but was told: -1"));
    assertThrows(IllegalArgumentException.class, () -> keepLast("f", -1));
    assertThrows(IllegalArgumentException.class, () -> truncate("f", -1));
  }

  @Test
  public void protection_isSaid() {
    assertThat(
        redact("f").protection(),
        equalTo(Protection.of(false, false, false, "Whether there is a value.")));
    assertThat(
        keepLast("f", 4).protection().reveals(),
        equalTo("The length and, of longer values, the last 4 characters."));
    assertThat(nullify("f").protection().reveals(), equalTo("Nothing."));
    assertThat(
        truncate("f", 3).protection().reveals(),
        equalTo("The first 3 characters; shorter values whole."));
  }

  private static String stars(int count) {
    return "*".repeat(count);
  }
}
