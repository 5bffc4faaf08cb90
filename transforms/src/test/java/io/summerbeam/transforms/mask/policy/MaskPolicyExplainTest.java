package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.tagged;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;

/** What people read of a policy. */
public class MaskPolicyExplainTest {

  private static final Schema SCHEMA =
      Schema.of(
          Schema.Field.of("id", FieldType.INT64),
          tagged("email", FieldType.STRING, "pii", "email"),
          Schema.Field.of("password", FieldType.STRING),
          tagged("city", FieldType.STRING, "pii", "place"),
          tagged("team", FieldType.STRING, "pii", "team"),
          Schema.Field.of("born", FieldType.logicalType(SqlTypes.DATE)));

  private static final MaskPolicy POLICY =
      Policies.of(
          "keys: { k: 'env:NOWHERE' }",
          "fields:",
          "  password: redact",
          "tags:",
          "  pii:",
          "    email: { technique: hash, key: k, length: 16 }",
          "    place: keep");

  @Test
  public void explain_withASchema_showsEachField() {
    List<String> lines = lines(POLICY.explain(SCHEMA));
    assertThat(
        lines.subList(0, 11),
        equalTo(
            List.of(
                "p.yaml",
                "",
                "FIELD     TECHNIQUE  REVERSIBLE  JOINS  FORMAT  BECAUSE OF",
                "password  redact     no          lost   lost    line 4",
                "email     hash       no          kept   lost    pii: email, line 7",
                "city      keep       in clear                   pii: place, line 8",
                "",
                "What somebody without the keys learns:",
                "  password  Whether there is a value.",
                "  email     Which values are equal.",
                "  city      All.")));
    assertThat(
        lines.get(12), equalTo("Examples, of made-up values and with keys that are thrown away:"));
    assertThat(lines.get(13), equalTo("  password  correct horse battery  ->  ***"));
    assertThat(
        lines.get(14), matchesRegex("  email     anna\\.lind@example\\.com  ->  [0-9a-f]{16}"));
    assertThat(
        lines.subList(15, lines.size()),
        equalTo(
            List.of(
                "",
                "In clear, because the policy says nothing of them:",
                "  id",
                "  team",
                "  born",
                "",
                "Tagged, but no treatment is for the tag:",
                "  team (pii: team)")));
  }

  @Test
  public void explain_withoutASchema_showsFieldsAndTags() {
    assertThat(
        lines(POLICY.explain()),
        equalTo(
            List.of(
                "p.yaml",
                "",
                "FIELD       TECHNIQUE  REVERSIBLE  JOINS  FORMAT  BECAUSE OF",
                "password    redact     no          lost   lost    line 4",
                "pii: email  hash       no          kept   lost    line 7",
                "pii: place  keep       in clear                   line 8",
                "",
                "What somebody without the keys learns:",
                "  password    Whether there is a value.",
                "  pii: email  Which values are equal.",
                "  pii: place  All.")));
  }

  @Test
  public void explain_readsNoKeyAndHasExamplesOfAllThatNeedOne() {
    Schema schema =
        Schema.builder()
            .addStringField("name")
            .addStringField("email")
            .addStringField("card")
            .addStringField("customer_id")
            .addDateTimeField("seen")
            .build();
    String text =
        Policies.of(
                "keys:",
                "  bytes: env:NOWHERE",
                "  siv: env:NOWHERE",
                "  gcm: { reference: 'file:/{subject}', subject: customer_id }",
                "fields:",
                "  name: { technique: tokenize, key: siv }",
                "  email: { technique: encrypt, key: gcm, associated_field: customer_id }",
                "  card: { technique: preserve_format, key: bytes, alphabet: digits, luhn: true }",
                "  seen: { technique: shift_days, key: bytes, max_days: 30, subject: customer_id }")
            .explain(schema);
    assertThat(text, not(containsString("(none")));
    assertThat(
        text, matchesRegex("(?s).*\n  card +4111 1111 1111 1111 +-> +(\\d{4} ){3}\\d{4}\n.*"));
    assertThat(text, not(containsString("-> 4111 1111 1111 1111")));
    assertThat(text, matchesRegex("(?s).*\n  seen +2001-02-03T04:05:06.000Z +-> +200.*"));
  }

  @Test
  public void explain_valueThatDoesNotFit_isAnotherOrSaysWhy() {
    Schema schema = Schema.builder().addStringField("street").addStringField("code").build();
    String text =
        Policies.of(
                "keys: { k: 'env:NOWHERE' }",
                "fields:",
                "  street: { technique: preserve_format, key: k, alphabet: digits }",
                "  code: { technique: mask_pattern, pattern: '^X$', replacement: Y,"
                    + " match_required: true }")
            .explain(schema);
    assertThat(text, containsString("  street  4111 1111 1111 1111  ->  "));
    assertThat(
        text, containsString("  code    made-up value        ->  (none: mask_pattern('code'): "));
  }

  @Test
  public void explain_policyWithErrors_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { nobody: redact }").explain(SCHEMA))
            .getMessage(),
        containsString("line 2: fields: there is no field 'nobody'."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { nobody: redcat }").explain())
            .getMessage(),
        containsString("line 2: there is no technique 'redcat'."));
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n", -1)).subList(0, text.split("\n", -1).length - 1);
  }
}
