package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.encrypt;
import static io.summerbeam.transforms.mask.MaskRules.generalize;
import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.keepLast;
import static io.summerbeam.transforms.mask.MaskRules.maskPattern;
import static io.summerbeam.transforms.mask.MaskRules.nullify;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.redact;
import static io.summerbeam.transforms.mask.MaskRules.scrub;
import static io.summerbeam.transforms.mask.MaskRules.truncate;
import static io.summerbeam.transforms.mask.Masking.failure;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static io.summerbeam.transforms.mask.Masking.unmask;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.scrub.Detectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.VariableBytes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.junit.Test;

/** Texts and bytes of logical types that are no others than plain ones, but have a length. */
public class PassThroughTest {

  private static final FieldType TEXT = FieldType.logicalType(VariableString.of(32));
  private static final FieldType FIXED = FieldType.logicalType(FixedString.of(10));

  @Test
  public void texts_areMaskedAsPlainOnes() {
    assertThat(mask(TEXT, "secret", redact("f")), equalTo("***"));
    assertThat(mask(TEXT, "secret", keepLast("f", 2)), equalTo("****et"));
    assertThat(mask(TEXT, "secret", truncate("f", 2)), equalTo("se"));
    assertThat(mask(TEXT, "secret", maskPattern("f", "s", "#")), equalTo("#ecret"));
    assertThat(mask(TEXT, "10115", generalize("f", Buckets.keepPrefix(2))), equalTo((Object) "10"));
    assertThat(mask(TEXT, "to a@b.io", scrub("f", Detectors.EMAIL)), equalTo("to [EMAIL]"));
    assertThat(mask(TEXT, "x", hash("f", KEY).withLength(32)).toString().length(), equalTo(32));
    assertThat(mask(TEXT.withNullable(true), "x", nullify("f")), nullValue());
    PreserveFormatRule digits = preserveFormat("f", KEY, Alphabet.DIGITS);
    assertThat(unmask(TEXT, mask(TEXT, "12-345678", digits), digits), equalTo("12-345678"));
  }

  @Test
  public void bytes_areMaskedAsPlainOnes() {
    FieldType bytes = FieldType.logicalType(VariableBytes.of(32));
    byte[] masked = (byte[]) mask(bytes, new byte[] {1}, hash("f", KEY));
    assertThat(masked, equalTo(mask(FieldType.BYTES, new byte[] {1}, hash("f", KEY))));
    FieldType fixed = FieldType.logicalType(FixedBytes.of(16));
    assertThat(
        ((byte[]) mask(fixed, new byte[16], hash("f", KEY).withLength(8))).length, equalTo(16));
  }

  @Test
  public void fixedText_isAsLongAsItsType() {
    assertThat(mask(FIXED, "abcdefghij", redact("f")), equalTo("***       "));
    PreserveFormatRule digits = preserveFormat("f", KEY, Alphabet.DIGITS);
    assertThat(unmask(FIXED, mask(FIXED, "1234567890", digits), digits), equalTo("1234567890"));
    assertThat(
        failure(FIXED, "1234567", digits),
        equalTo(
            "preserveFormat('f'): the masked value must fit the type"
                + " beam:logical_type:fixed_char:v1(10), but does not"));
  }

  @Test
  public void whatNeverFits_isRefused() {
    assertThat(
        refusal(TEXT, hash("f", KEY)),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- hash('f'): masked values have 64 characters or more, but the field is of type"
                + " beam:logical_type:var_char:v1(32), which does not take them. Make them shorter,"
                + " if the technique can, or convert the field to STRING before."));
    assertThat(refusal(TEXT, hash("f", KEY).withBase64Url()), containsString("have 43 characters"));
    assertThat(
        refusal(TEXT, redact("f").withText("x".repeat(33))), containsString("have 33 characters"));
    assertThat(
        refusal(TEXT, encrypt("f", KeysetSource.of(KeySource.of("env:K")))),
        containsString("have 38 characters"));
    assertThat(
        refusal(FieldType.logicalType(FixedBytes.of(16)), hash("f", KEY)),
        containsString("have 32 bytes or more"));
  }

  @Test
  public void whatDoesNotFit_cannotBeMasked() {
    assertThat(
        failure(TEXT, "secret", maskPattern("f", "secret", "x".repeat(33))),
        equalTo(
            "maskPattern('f'): the masked value must fit the type"
                + " beam:logical_type:var_char:v1(32), but does not"));
  }

  @Test
  public void otherTechniques_areRefusedAsOfTheBaseType() {
    assertThat(
        refusal(TEXT, generalize("f", Buckets.ofWidth(10))),
        containsString("but the field is of type STRING."));
  }
}
