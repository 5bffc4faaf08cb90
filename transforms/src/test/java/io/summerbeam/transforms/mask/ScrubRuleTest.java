package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.scrub;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.mask.scrub.Detectors;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public class ScrubRuleTest {

  private static final String TEXT = "mail bob@example.com from 10.0.0.1";

  @Test
  public void detectors_findWhatTheyAreFor() {
    assertThat(
        mask(TEXT, scrub("f", Detectors.EMAIL, Detectors.IPV4)),
        equalTo("mail [EMAIL] from [IPV4]"));
    assertThat(mask(TEXT, scrub("f", Detectors.IPV4)), equalTo("mail bob@example.com from [IPV4]"));
    assertThat(mask(TEXT, scrub("f", Detectors.all())), equalTo("mail [EMAIL] from [IPV4]"));
    assertThat(mask("", scrub("f", Detectors.all())), equalTo(""));
    assertThat(
        mask(FieldType.STRING.withNullable(true), null, scrub("f", Detectors.EMAIL)), nullValue());
  }

  @Test
  public void ownPattern_isFoundToo() {
    assertThat(
        mask("customer C-4711", scrub("f", Detectors.pattern("CUSTOMER", "C-[0-9]+"))),
        equalTo("customer [CUSTOMER]"));
  }

  @Test
  public void nothingFound_isTheSameString() {
    String text = "nothing é e\u0301 😀 to find";
    assertThat(mask(text, scrub("f", Detectors.all())), sameInstance(text));
  }

  @Test
  public void unicodeAndLength_doNotMatter() {
    String text = "😀".repeat(100_000);
    assertThat(
        mask(text + " bob@example.com", scrub("f", Detectors.EMAIL)), equalTo(text + " [EMAIL]"));
  }

  @Test
  public void withReplacement_isPutThere() {
    assertThat(
        mask(TEXT, scrub("f", Detectors.EMAIL).withReplacement("***")),
        equalTo("mail *** from 10.0.0.1"));
  }

  @Test
  public void detectors_noneOrTwice_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> scrub("f", List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> scrub("f", Detectors.EMAIL, Detectors.EMAIL));
  }

  @Test
  public void otherTypes_areRefused() {
    assertThat(
        refusal(FieldType.BYTES, scrub("f", Detectors.EMAIL)),
        containsString("scrub('f'): scrub is for STRING, but the field is of type BYTES."));
  }

  @Test
  public void rule_isSerializable() {
    ScrubRule rule =
        scrub("f", Detectors.EMAIL, Detectors.pattern("CUSTOMER", "C-[0-9]+")).withReplacement("-");
    assertThat(SerializableUtils.clone(rule), equalTo(rule));
    assertThat(mask("C-1 a@b.de", SerializableUtils.clone(rule)), equalTo("- -"));
  }

  @Test
  public void protection_saysTheDetectors() {
    assertThat(
        scrub("f", Detectors.EMAIL, Detectors.IPV4).protection().reveals(),
        equalTo("All but EMAIL, IPV4."));
  }
}
